using System.Data;
using System.Data.Common;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>
/// A connection over which rows are compared, with what is a database's own in that. Its transactions write nothing but temporary tables.
/// Used by one task at a time.
/// </summary>
/// <param name="database">The connection, owned.</param>
internal abstract class ComparingConnection(DbConnection database) : IAsyncDisposable
{
    /// <summary>The connection itself.</summary>
    internal DbConnection Database { get; } = database;

    /// <summary>Whether it can still be used, as far as anybody knows.</summary>
    internal bool IsOpen => Database.State == ConnectionState.Open;

    /// <summary>Whether each commit empties the temporary tables.</summary>
    internal abstract bool EmptiesTables { get; }

    /// <summary>Runs before statements that make temporary tables.</summary>
    internal abstract string BeginMaking { get; }

    /// <summary>Runs after them.</summary>
    internal abstract string EndMaking { get; }

    /// <summary>Begins a transaction in which batches are compared.</summary>
    internal abstract ValueTask<DbTransaction> BeginAsync(CancellationToken cancellation);

    /// <summary>Begins a transaction whose questions all see the database at one moment.</summary>
    internal abstract ValueTask<DbTransaction> BeginMomentAsync(CancellationToken cancellation);

    /// <summary>Begins a transaction in which suspects are settled.</summary>
    internal abstract ValueTask<DbTransaction> BeginSettlingAsync(CancellationToken cancellation);

    /// <summary>What looks at the records of a type.</summary>
    /// <param name="binding">The type with its table.</param>
    /// <param name="rules">What counts as a change.</param>
    /// <param name="rounds">Takes what is found.</param>
    /// <param name="number">Tells its temporary table from others of the connection.</param>
    internal abstract IComparedRows<TRecord> Rows<TRecord>(
        TableBinding binding, MergeRules rules, KeyRounds<TRecord> rounds, int number);

    /// <summary>What looks at keys whose rows go.</summary>
    /// <param name="keys">The table, with the key's columns alone.</param>
    /// <param name="number">Tells its temporary table from others of the connection.</param>
    internal abstract IComparedKeys<TKey> Keys<TKey>(TableBinding keys, int number);

    /// <summary>Makes rows of keys for <see cref="OwnedKeys"/>.</summary>
    internal abstract IRowMaker<TRecord> OwnedRows<TRecord>(TableBinding keys);

    /// <summary>The statements that settle records.</summary>
    /// <param name="suspects">The records.</param>
    /// <param name="deletes">The deletes of the table; <see langword="null"/>: there are none.</param>
    /// <param name="number">Tells its temporary tables from others of the connection.</param>
    internal abstract SettleStatements Settling(Suspects suspects, DeleteStatements? deletes, int number);

    /// <summary>The statements that settle deletes.</summary>
    /// <param name="keys">The table, with the key's columns alone.</param>
    internal abstract DeleteStatements Deleting(TableBinding keys);

    /// <summary>Sends records into their temporary table.</summary>
    /// <returns>In how many rounds they are merged, where the server does not make the rounds.</returns>
    internal abstract Task<int> SendAsync(SettleStatements table, IEnumerable<Suspect> records, CancellationToken cancellation);

    /// <summary>Sends keys that go into their temporary table; of one that comes more than once the last counts.</summary>
    internal abstract Task SendAsync(DeleteStatements table, IEnumerable<Suspect> keys, CancellationToken cancellation);

    /// <summary>A query of the profile.</summary>
    internal abstract DbCommand QueryFor(string sql, object?[] parameters);

    /// <summary>Refuses SQL of the profile that begins or ends a transaction.</summary>
    /// <exception cref="TargetException">It does.</exception>
    internal abstract void RefuseEndOf(string sql);

    /// <summary>Whether a statement failed because it would have written.</summary>
    internal abstract bool IsRefusedWrite(DbException exception);

    /// <summary>Runs a statement and reads its answer.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="take">Takes each row.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task RunAsync(NumberedSql statement, Action<DbDataReader> take, CancellationToken cancellation)
    {
        await using var command = Database.CreateCommand();
        command.CommandText = statement.Sql;
        if (statement.Number is { } given)
        {
            var number = command.CreateParameter();
            number.Value = given;
            command.Parameters.Add(number);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            take(reader);
    }

    public virtual ValueTask DisposeAsync() => Database.DisposeAsync();
}
