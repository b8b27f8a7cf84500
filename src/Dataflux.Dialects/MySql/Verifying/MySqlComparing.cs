using System.Data;
using System.Data.Common;
using Dataflux.Dialects.MySql.Binding;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.MySql.Sessions;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Verifying;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Verifying;

/// <summary>A connection over which rows of MySQL are compared.</summary>
/// <param name="connection">The connection, whose transactions are read-only unless they say otherwise.</param>
/// <param name="sender">Sends rows over it.</param>
internal sealed class MySqlComparing(MySqlConnection connection, RowSender sender) : ComparingConnection(connection)
{
    /// <summary>Has transactions read-only, whatever SQL of the profile ends one.</summary>
    internal const string ReadOnly = "set session transaction read only";

    /// <summary>Sends rows over it.</summary>
    internal RowSender Sender => sender;

    internal override bool EmptiesTables => false;

    internal override string BeginMaking => "set session transaction read write";

    internal override string EndMaking => $"commit; {ReadOnly}";

    internal override async ValueTask<DbTransaction> BeginAsync(CancellationToken cancellation) =>
        await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, isReadOnly: true, cancellation);

    internal override async ValueTask<DbTransaction> BeginMomentAsync(CancellationToken cancellation) =>
        await connection.BeginTransactionAsync(IsolationLevel.Snapshot, isReadOnly: true, cancellation);

    // Rows are copied by one statement, which sees one moment. A transaction that saw one would lock the rows that it copies.
    internal override ValueTask<DbTransaction> BeginSettlingAsync(CancellationToken cancellation) => BeginAsync(cancellation);

    internal override IComparedRows<TRecord> Rows<TRecord>(
        TableBinding binding, MergeRules rules, KeyRounds<TRecord> rounds, int number) =>
        new ComparedRows<TRecord>(sender, binding, rules, rounds, $"dataflux_{number}_compared");

    internal override IComparedKeys<TKey> Keys<TKey>(TableBinding keys, int number) =>
        new ComparedKeys<TKey>(this, keys, $"dataflux_{number}_gone");

    internal override IRowMaker<TRecord> OwnedRows<TRecord>(TableBinding keys) => new RowMaker<TRecord>(keys, sender.Loads);

    internal override SettleStatements Settling(Suspects suspects, DeleteStatements? deletes, int number) =>
        new SettleSql(suspects, (DeletesSql?)deletes, number, connection.Database);

    internal override DeleteStatements Deleting(TableBinding keys) => new DeletesSql(keys);

    // A key's records are merged one after the other; by a hash that two keys share, the other one waits for a round in vain.
    internal override async Task<int> SendAsync(SettleStatements table, IEnumerable<Suspect> records, CancellationToken cancellation)
    {
        var (rounds, last) = (new Dictionary<ulong, int>(), 0);
        var buffer = sender.Begin();
        foreach (var record in records.OrderBy(static record => record.Place))
        {
            rounds[record.Hash] = rounds.GetValueOrDefault(record.Hash) + 1;
            last = Math.Max(last, rounds[record.Hash]);
            buffer.Row(record.Row, rounds[record.Hash] - 1, record.Place);
            sender.Added();
        }

        if (last > 0)
            await SendAsync(((SettleSql)table).Staging, table.Binding, cancellation);
        return last;
    }

    internal override async Task SendAsync(DeleteStatements table, IEnumerable<Suspect> keys, CancellationToken cancellation)
    {
        var lastOf = new Dictionary<string, Suspect>(StringComparer.Ordinal);
        foreach (var key in keys.OrderBy(static key => key.Place))
            lastOf[Convert.ToBase64String(key.Row)] = key;
        if (lastOf.Count == 0)
            return;
        var buffer = sender.Begin();
        foreach (var key in lastOf.Values)
        {
            buffer.Row(key.Row, number: 0, key.Place);
            sender.Added();
        }

        await SendAsync(DeletesSql.Staging, table.Keys, cancellation);
    }

    internal override DbCommand QueryFor(string sql, object?[] parameters) => ProfileCommand.Create(connection, sql, parameters);

    internal override void RefuseEndOf(string sql)
    {
        if (ProfileSql.Parse(sql).EndsTransaction)
            throw MySqlTransactionTarget.Refused();
    }

    internal override bool IsRefusedWrite(DbException exception) => exception is MySqlException { Number: 1792 };

    private Task SendAsync(string staging, TableBinding binding, CancellationToken cancellation) =>
        sender.SendAsync(Backtick.Quote(staging), binding.Columns, [StagingTable.Number, StagingTable.Place], cancellation);
}
