using System.Collections.Concurrent;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Images;

/// <summary>
/// The images of one run: a table for each table that it changes, and a line for each of them in <c>dataflux.undo</c>. The tables are made
/// in transactions
/// of their own, which touch no table of the user's.
/// </summary>
/// <param name="source">Makes connections.</param>
/// <param name="migration">The migration's name.</param>
/// <param name="run">The run's number.</param>
internal sealed class ImageStore(NpgsqlDataSource source, string migration, long run)
{
    private const string Find = "select id, key, shape from dataflux.undo where migration = $1 and run = $2 and relation = $3";

    private const string Add = "insert into dataflux.undo (migration, run, relation, key, shape) values ($1, $2, $3, $4, $5) returning id";

    private readonly ConcurrentDictionary<string, bool> _leftOut = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImageTable?> _tables = new(StringComparer.Ordinal);

    /// <summary>What sessions name the run by.</summary>
    internal string Token => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{migration}/{run}");

    /// <summary>The migration.</summary>
    internal string Migration => migration;

    /// <summary>What was found to be not covered.</summary>
    internal IReadOnlyList<string> LeftOut => [.. _leftOut.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Takes down something that is not covered.</summary>
    internal void LeaveOut(string what) => _leftOut[NotCovered.Begin + what] = true;

    /// <summary>The images of a table's rows; <see langword="null"/>: the table has no key to name rows by.</summary>
    /// <exception cref="TargetException">The user may not make a table for them, or the table is not what it was when the run
    /// began.</exception>
    internal async ValueTask<ImageTable?> GetAsync(string relation, CancellationToken cancellation)
    {
        if (_tables.TryGetValue(relation, out var known))
            return known;
        try
        {
            // Two sessions that come at the same moment make it one after the other, and the second finds it.
            return _tables[relation] = await MakeAsync(relation, cancellation);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new TargetException(
                $"the images that 'undo: keep' asks for cannot be kept: {PostgreSqlFailures.Classify(e).Message}; let this user make "
                + "tables in the schema dataflux (create schema dataflux authorization …), or leave 'undo: keep' out",
                e);
        }
    }

    private async Task<ImageTable?> MakeAsync(string relation, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await TableFacts.ReadAsync(connection, relation, cancellation) is not { Keys.Count: > 0 } table)
            return null;
        await ImageList.MakeAsync(connection, cancellation);
        if (await FindAsync(connection, table, cancellation) is not { } id)
        {
            await using var add = Command(connection, Add, relation, table.KeyColumns, table.Shape);
            id = (long)(await add.ExecuteScalarAsync(cancellation))!;
            await connection.RunAsync(new ImageTable(id, table).Make(), cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return new(id, table);
    }

    // A run that is resumed goes on with the images it has.
    private async Task<long?> FindAsync(NpgsqlConnection connection, TableFacts table, CancellationToken cancellation)
    {
        await using var find = Command(connection, Find, table.Relation);
        await using var reader = await find.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return null;
        if (!table.Fits(reader.GetFieldValue<string[]>(1), reader.GetFieldValue<string[]>(2)))
        {
            throw new TargetException(
                $"table {table.Relation} was changed since run {run} began, and the images of its rows fit it no longer; begin a new run "
                + "('dataflux reset', then run again), or leave 'undo: keep' out");
        }

        return reader.GetInt64(0);
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = migration }, new() { Value = run } } };
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
