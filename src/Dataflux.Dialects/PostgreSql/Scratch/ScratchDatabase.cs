using System.Security.Cryptography;
using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>A database in which schemas are made for a moment, to try a profile on copies of its tables.</summary>
internal sealed class ScratchDatabase : IScratchDatabase
{
    private const int Sessions = 8;
    private readonly PostgreSqlConnectionPool _pool;
    private readonly NpgsqlConnection _keeper;
    private readonly int _owner;
    private readonly List<string> _made = [];

    // Where the tables are, when the schemas are made elsewhere.
    private (PostgreSqlConnectionPool Pool, NpgsqlConnection Connection)? _original;

    private ScratchDatabase(PostgreSqlConnectionPool pool, NpgsqlConnection keeper, int owner) =>
        (_pool, _keeper, _owner) = (pool, keeper, owner);

    /// <summary>The database that holds the schemas, for people; never a secret.</summary>
    public string Location => _pool.Location;

    /// <summary>Opens a database, starts the private server where there is no other, and removes what killed processes left.</summary>
    /// <param name="connection">Where the database is.</param>
    /// <param name="instead">
    /// Opens a private database for the schemas when the user may not make any here; tables are then made there by their structure, without
    /// rows.
    /// </param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="ScratchRefusedException">The user may not make schemas, and there is no private database.</exception>
    /// <exception cref="TargetException">The private server does not start.</exception>
    public static async Task<ScratchDatabase> OpenAsync(
        PostgreSqlConnection connection, Func<Task<ScratchDatabase>>? instead, CancellationToken cancellation)
    {
        var pool = await connection.OpenAsync(Sessions, cancellation);
        NpgsqlConnection? keeper = null;
        try
        {
            keeper = await pool.DataSource.OpenConnectionAsync(cancellation);
            if (!await keeper.AskAsync<bool>("select has_database_privilege(current_database(), 'create')", cancellation))
            {
                var other = instead is null
                    ? throw new ScratchRefusedException($"this user may not make schemas in {pool.Location}")
                    : await instead();
                other._original = (pool, keeper);
                return other;
            }

            await RemoveLeftoversAsync(keeper, cancellation);
            var owner = RandomNumberGenerator.GetInt32(int.MaxValue);
            await TryLockAsync(keeper, owner, cancellation);
            return new ScratchDatabase(pool, keeper, owner);
        }
        catch
        {
            if (keeper is not null)
                await keeper.DisposeAsync();
            await pool.DisposeAsync();
            throw;
        }
    }

    public Task<IScratchTables> CopyAsync(
        IReadOnlyList<Type> recordTypes, IReadOnlyCollection<string> words, CancellationToken cancellation) =>
        PostgreSqlScratch.OrRefusedAsync<IScratchTables>(async () => await MakeAsync(recordTypes, words, cancellation));

    public Task<IReadOnlyList<(int Index, string Name)>> FindQualifiedAsync(string text, CancellationToken cancellation) =>
        PostgreSqlScratch.OrRefusedAsync(() => QualifiedNames.FindAsync(_original?.Connection ?? _keeper, text, cancellation));

    private async Task<ScratchSchema> MakeAsync(
        IReadOnlyList<Type> recordTypes, IReadOnlyCollection<string> words, CancellationToken cancellation)
    {
        var name = ScratchName.Of(_owner, _made.Count + 1);
        var original = _original?.Connection;
        var relations = await ScratchRelation.FindAsync(original ?? _keeper, recordTypes, words, cancellation);
        await using (var transaction = await _keeper.BeginTransactionAsync(cancellation))
        {
            await new ScratchCopy(_keeper, name, cancellation).MakeAsync(
                relations, original is null ? null : new StructureReader(original, name, cancellation));
            _made.Add(name);
            await transaction.CommitAsync(cancellation);
        }

        return await ScratchSchema.OpenAsync(this, _pool, name, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _made.ToArray())
            await RemoveAsync(name);
        await _keeper.DisposeAsync();
        await _pool.DisposeAsync();
        if (_original is { } original)
        {
            await original.Connection.DisposeAsync();
            await original.Pool.DisposeAsync();
        }
    }

    /// <summary>Removes a schema; one that cannot be removed now is left to the next process.</summary>
    internal async Task RemoveAsync(string name)
    {
        _made.Remove(name);
        try
        {
            await DropAsync(_keeper, name, CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone, and with it the lock: the schema is nobody's, and found as that.
        }
    }

    private static async Task RemoveLeftoversAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var found = new List<(string Name, int Owner)>();
        await using (var command = new NpgsqlCommand(
            "select nspname::text from pg_catalog.pg_namespace where nspname like 'dataflux\\_scratch\\_%'", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                if (ScratchName.OwnerOf(reader.GetString(0)) is { } owner)
                    found.Add((reader.GetString(0), owner));
            }
        }

        foreach (var (name, owner) in found)
        {
            if (!await TryLockAsync(connection, owner, cancellation))
                continue;
            await DropAsync(connection, name, cancellation);
            await connection.RunAsync($"select pg_advisory_unlock({ScratchName.LockSpace}, {owner})", cancellation);
        }
    }

    private static Task<bool> TryLockAsync(NpgsqlConnection connection, int owner, CancellationToken cancellation) =>
        connection.AskAsync<bool>($"select pg_try_advisory_lock({ScratchName.LockSpace}, {owner})", cancellation);

    private static async Task DropAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        // Silent: PostgreSQL would tell of every table that goes with it.
        await using var drop = new NpgsqlCommand(
            $"set client_min_messages = warning; drop schema if exists {Identifier.Quote(name)} cascade; reset client_min_messages",
            connection);
        await drop.ExecuteNonQueryAsync(cancellation);
    }
}
