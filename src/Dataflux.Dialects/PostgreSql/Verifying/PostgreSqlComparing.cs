using System.Data;
using System.Data.Common;
using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Scripts;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.Verifying;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>A connection over which rows of PostgreSQL are compared.</summary>
/// <param name="npgsql">The connection, whose transactions are read-only unless they say otherwise.</param>
internal sealed class PostgreSqlComparing(NpgsqlConnection npgsql) : ComparingConnection(npgsql)
{
    private readonly CopyBuffer _buffer = new();

    internal override bool EmptiesTables => true;

    internal override string BeginMaking => "begin read write";

    internal override string EndMaking => "commit";

    internal override async ValueTask<DbTransaction> BeginAsync(CancellationToken cancellation) =>
        await npgsql.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);

    internal override async ValueTask<DbTransaction> BeginMomentAsync(CancellationToken cancellation) =>
        await npgsql.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);

    internal override async ValueTask<DbTransaction> BeginSettlingAsync(CancellationToken cancellation)
    {
        var moment = await BeginMomentAsync(cancellation);
        await npgsql.RunAsync("set local enable_seqscan = off", cancellation); // as a writer would: by the index of the key
        return moment;
    }

    internal override IComparedRows<TRecord> Rows<TRecord>(
        TableBinding binding, MergeRules rules, KeyRounds<TRecord> rounds, int number) =>
        new ComparedRows<TRecord>(npgsql, binding, rules, rounds, $"dataflux_{number}_compared", _buffer);

    internal override IComparedKeys<TKey> Keys<TKey>(TableBinding keys, int number) =>
        new ComparedKeys<TKey>(npgsql, keys, $"dataflux_{number}_gone", _buffer);

    internal override IRowMaker<TRecord> OwnedRows<TRecord>(TableBinding keys) => new RowMaker<TRecord>(keys);

    internal override SettleStatements Settling(Suspects suspects, DeleteStatements? deletes, int number) =>
        new SettleSql(suspects, (DeletesSql?)deletes, number);

    internal override DeleteStatements Deleting(TableBinding keys) => new DeletesSql(keys);

    internal override async Task<int> SendAsync(SettleStatements table, IEnumerable<Suspect> records, CancellationToken cancellation)
    {
        await CopyAsync(((SettleSql)table).CopyIn, records, cancellation);
        return 0; // the server makes them
    }

    internal override async Task SendAsync(DeleteStatements table, IEnumerable<Suspect> keys, CancellationToken cancellation)
    {
        if (await CopyAsync(DeletesSql.CopyIn, keys, cancellation))
            await npgsql.RunAsync(((DeletesSql)table).KeepLast, cancellation);
    }

    internal override DbCommand QueryFor(string sql, object?[] parameters) => SqlCommand.Create(npgsql, sql, parameters);

    internal override void RefuseEndOf(string sql)
    {
        if (TransactionControl.IsIn(sql))
            throw TransactionControl.Refusal();
    }

    internal override bool IsRefusedWrite(DbException exception) => exception.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction;

    private async Task<bool> CopyAsync(string sql, IEnumerable<Suspect> suspects, CancellationToken cancellation)
    {
        _buffer.Length = 0;
        _buffer.WriteHeader();
        var header = _buffer.Length;
        foreach (var suspect in suspects)
            suspect.Row.CopyTo(_buffer.Take(suspect.Row.Length));
        if (_buffer.Length == header)
            return false;
        _buffer.WriteTrailer();
        await using var copy = await npgsql.BeginRawBinaryCopyAsync(sql, cancellation);
        await copy.WriteAsync(_buffer.Written, cancellation);
        return true;
    }
}
