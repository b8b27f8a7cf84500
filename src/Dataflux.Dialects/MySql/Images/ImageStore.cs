using System.Collections.Concurrent;
using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Images;

/// <summary>
/// The images of one run: a table for each table that it changes, and a line for each of them in <c>dataflux_undo</c>. The tables are made
/// over a connection of their own: where a table is made, MySQL commits.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="migration">The migration's name.</param>
/// <param name="run">The run's number.</param>
internal sealed class ImageStore(MySqlDatabase database, string migration, long run) : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _leftOut = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImageTable> _tables = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>What was found to be not covered.</summary>
    internal IReadOnlyList<string> LeftOut => [.. _leftOut.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What is kept of a table's columns: their order, names and types.</summary>
    internal static string ShapeOf(CatalogTable table) => string.Join(
        '\n', table.Columns.Select(static column => $"{column.Name} {column.Type.Sql}{(column.IsGenerated ? " generated" : "")}"));

    /// <summary>Takes down that a statement of the profile is not covered.</summary>
    internal void LeaveOut(string sql)
    {
        var text = string.Join(' ', sql.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        _leftOut[$"{NotCovered.Begin}what the profile's own SQL changes: {(text.Length > 60 ? text[..60] + "…" : text)}"] = true;
    }

    /// <summary>The images of a table's rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The columns by which they name rows, where there are none yet.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="TargetException">
    /// The user may not make a table for them, or the table is not what it was when the run began.
    /// </exception>
    internal async ValueTask<ImageTable> GetAsync(CatalogTable table, IReadOnlyList<string> key, CancellationToken cancellation)
    {
        var relation = ImageTable.RelationOf(table);
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!_tables.TryGetValue(relation, out var images))
                _tables.Add(relation, images = await MakeAsync(table, key, cancellation));
            return images;
        }
        catch (MySqlException e) when (MySqlFailures.Classify(e) is { Kind: not FailureKind.Transient } failure)
        {
            throw new TargetException(
                $"the images that 'undo: keep' asks for cannot be kept: {failure.Message} Let this user make tables in the database, or "
                + "leave 'undo: keep' out",
                e);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<ImageTable> MakeAsync(CatalogTable table, IReadOnlyList<string> key, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await connection.RunAsync(ImageList.Make, cancellation);
        var listed = (await ImageList.ReadAsync(connection, migration, run, cancellation))
            .FirstOrDefault(images => images.Schema == table.Schema && images.Table == table.Name);
        if (listed is not null && (listed.Shape != ShapeOf(table) || !listed.Key.All(name => table.Column(name) is not null)))
        {
            throw new TargetException(
                $"table {table.NameText} was changed since run {run} began, and the images of its rows fit it no longer; begin a new run "
                + "('dataflux reset', then run again), or leave 'undo: keep' out");
        }

        // A run that is resumed goes on with the images it has; their table may not be made yet.
        if (listed is null)
        {
            await connection.RunAsync(
                "insert into dataflux_undo (migration, run, schema_name, table_name, key_columns, shape) values (?, ?, ?, ?, ?, ?)",
                cancellation, migration, run, table.Schema, table.Name, string.Join('\0', key), ShapeOf(table));
        }

        var id = listed?.Id ?? await connection.AskAsync<long>("select last_insert_id()", cancellation);
        var images = new ImageTable(id, table, listed?.Key ?? key);
        if (listed is null)
            await connection.RunAsync($"drop table if exists {images.Sql}", cancellation); // of a list that somebody dropped
        await connection.RunAsync(images.Make, cancellation);
        return images;
    }
}
