using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>A schema that stands in for the target's tables for a moment; removed when it is disposed.</summary>
public sealed class ScratchSchema : IAsyncDisposable
{
    private readonly ScratchDatabase _database;
    private readonly NpgsqlDataSource _source;
    private readonly PostgreSqlTarget _target;

    private ScratchSchema(ScratchDatabase database, NpgsqlDataSource source, string name, IReadOnlyList<long> others)
    {
        _database = database;
        _source = source;
        Name = name;
        _target = new PostgreSqlTarget(source, $"scratch tables in {database.Location}", name);
        Target = new ScratchTarget(_target, name, others);
    }

    /// <summary>The schema's name.</summary>
    public string Name { get; }

    /// <summary>
    /// The target whose tables are in this schema: names without a schema mean the copies, and records are written to them whatever
    /// schema they say. A transaction that has written anything else is rolled back. This object disposes it.
    /// </summary>
    public ITargetDialect Target { get; }

    /// <summary>Runs SQL, such as the tables that a test needs; several statements may follow each other.</summary>
    /// <exception cref="ScratchRefusedException">It would change something outside this schema.</exception>
    public async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var session = await Target.OpenSessionAsync(cancellation);
        await session.WriteAsync(target => ((Profiles.ISqlTarget)target).Execute(sql), cancellation);
    }

    /// <summary>Reads all tables.</summary>
    /// <param name="recordTypes">The record types that are written, whose keys identify rows.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The tables, by name.</returns>
    public async Task<IReadOnlyList<TableSnapshot>> ReadAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        return await new SnapshotReader(connection, Name, recordTypes).ReadAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _target.DisposeAsync();
        await _database.RemoveAsync(Name);
    }

    internal static async Task<ScratchSchema> OpenAsync(ScratchDatabase database, PostgreSqlConnectionPool pool, string name, CancellationToken cancellation)
    {
        await using var connection = await pool.DataSource.OpenConnectionAsync(cancellation);
        await using var path = new NpgsqlCommand("select current_setting('search_path')", connection);
        var settings = new NpgsqlConnectionStringBuilder(pool.Settings!.ConnectionString)
        {
            // Types and functions of the database stay within reach; what is lost with a crash would be removed anyway.
            SearchPath = $"{Identifier.Quote(name)}, {await path.ExecuteScalarAsync(cancellation)}",
            Options = $"{pool.Settings.Options} -c synchronous_commit=off".Trim(),
        };
        var source = SettingsAfterLogin.SourceOf(settings, pool.Password);
        return new ScratchSchema(database, source, name, await ScratchGuard.OthersAsync(connection, name, cancellation));
    }
}
