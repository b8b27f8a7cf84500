using Dataflux.Dialects.MySql.Binding;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Verifying;

namespace Dataflux.Dialects.MySql.Verifying;

/// <summary>
/// Looks which records would change something: it sends their keys and the columns that decide. What an expression of the profile makes of
/// a row is put into a table of its own first, so that it is rounded as the column rounds; no row of the table is locked by that.
/// </summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class ComparedRows<TRecord> : IComparedRows<TRecord>
{
    private readonly RowSender _sender;
    private readonly KeyRounds<TRecord> _rounds;
    private readonly TableBinding _sent;
    private readonly RowEncoder<TRecord> _encoder;
    private readonly RowMaker<TRecord> _kept;
    private readonly ComparedSql _sql;
    private long _filledIn;
    private int _next;

    internal ComparedRows(RowSender sender, TableBinding binding, MergeRules rules, KeyRounds<TRecord> rounds, string staging)
    {
        (_sender, _rounds, _kept) = (sender, rounds, new(binding, sender.Loads));
        _sql = new(binding, rules, staging);
        _sent = _sql.Sent;
        _encoder = new(_sent);
    }

    public Task MakeAsync(CancellationToken cancellation) => _sender.RunAsync(_sql.MakeTables, cancellation);

    public async Task MarkAsync(IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation)
    {
        var first = _filledIn == transaction ? _next : 0;
        (_filledIn, _next) = (transaction, checked(first + batch.Count));
        var buffer = _sender.Begin();
        for (var i = 0; i < batch.Count; i++)
        {
            var place = _rounds.Order[i];
            _encoder.Write(buffer, batch[place], first + place);
            _sender.Added();
            _rounds.Of[place] = KeyRounds<TRecord>.Unchanged;
        }

        await _sender.SendAsync(Backtick.Quote(_sql.Staging), _sent.Columns, [StagingTable.Number], cancellation);
        if (_sql.MakeValues(first) is { } makeValues)
            await _sender.RunAsync(makeValues, cancellation);
        await _sender.ReadAsync(_sql.Changed(first), row => _rounds.Of[row.GetInt32(0) - first] = 0, cancellation);
    }

    public byte[] Keep(TRecord record, int place) => _kept.Make(record).ToArray();

    public ValueTask DisposeAsync() => default;
}
