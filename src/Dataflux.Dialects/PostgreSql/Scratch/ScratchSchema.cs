using System.Data.Common;
using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Targets;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>A schema that stands in for the target's tables for a moment; removed when it is disposed.</summary>
internal sealed class ScratchSchema : IScratchTables
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
    internal string Name { get; }

    /// <summary>The target whose tables are in this schema: names without a schema mean the copies.</summary>
    public ITargetConnection Target { get; }

    public async Task RunAsync(string statements, CancellationToken cancellation)
    {
        try
        {
            await using var session = await Target.OpenSessionAsync(cancellation);
            await session.WriteAsync(target => ((Profiles.ISqlTarget)target).Execute(statements), cancellation);
        }
        catch (DbException e)
        {
            throw new TargetException(e.Message, e);
        }
    }

    public Task<IReadOnlyList<TableSnapshot>> ReadAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) =>
        PostgreSqlScratch.OrRefusedAsync(async () =>
        {
            await using var connection = await _source.OpenConnectionAsync(cancellation);
            return await new SnapshotReader(connection, Name, recordTypes).ReadAsync(cancellation);
        });

    public async ValueTask DisposeAsync()
    {
        await _target.DisposeAsync();
        await _database.RemoveAsync(Name);
    }

    internal static async Task<ScratchSchema> OpenAsync(
        ScratchDatabase database, PostgreSqlConnectionPool pool, string name, CancellationToken cancellation)
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
