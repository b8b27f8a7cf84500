using Dataflux.Dialects.MySql.Binding;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Images;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;

namespace Dataflux.Dialects.MySql.Merging;

/// <summary>
/// Writes the records of one type by one set of rules over one connection: into a staging table, and from there an UPDATE of the rows that
/// are there and an INSERT of the others.
/// </summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class StagingWriter<TRecord> : MergingWriter<TRecord>
{
    private readonly RowSender _sender;
    private readonly TableBinding _binding;
    private readonly RowEncoder<TRecord> _encoder;
    private readonly NullKeys<TRecord>? _nullKeys;
    private readonly MergeSql _sql;
    private readonly string _staging;
    private readonly string _make;

    internal StagingWriter(
        RowSender sender, TableBinding binding, RowEncoder<TRecord> encoder, MergeRules rules, int number, bool loadsNew,
        ImageTable? images)
        : base(binding, rules, loadsNew: loadsNew && binding.TakesNewRows && images is null)
    {
        (_sender, _binding, _encoder) = (sender, binding, encoder);
        _nullKeys = NullKeys<TRecord>.For(binding, rules.Key);
        _staging = $"dataflux_{number}";
        _make = StagingTable.Make(_staging, binding.Columns, MergeSql.Made(rules));
        _sql = new(binding, rules, _staging, images);
    }

    internal override void Forget(long transaction)
    {
    }

    public override ValueTask DisposeAsync() => default;

    private protected override ValueTask BeginAsync(IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation)
    {
        _nullKeys?.Refuse(batch);
        return default;
    }

    private protected override Task LoadNewAsync(IReadOnlyList<TRecord> batch, CancellationToken cancellation)
    {
        Encode(batch, areNew: true);
        return _sender.SendAsync(_binding.Flavour.Quote(_binding.Table), _binding.Columns, numbers: [], cancellation);
    }

    // UPDATE writes no row that stays the same, so there is nothing to gain.
    private protected override Task<(int Asked, int Unchanged)> MarkUnchangedAsync(
        IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation) => Task.FromResult((0, 0));

    private protected override async Task<(long Inserted, long Written, long Again)> MergeAsync(
        IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation)
    {
        Encode(batch, areNew: false);
        await _sender.RunAsync(_make, cancellation);
        await _sender.SendAsync(Backtick.Quote(_staging), _binding.Columns, [StagingTable.Number], cancellation);
        var (inserted, written, writtenFirst) = (0L, 0L, 0L);
        for (var round = 0; round < Rounds.Count; round++)
        {
            foreach (var before in new[] { _sql.Lock(round), _sql.Make(round) }.OfType<string>().Concat(_sql.Keep(round)))
                await _sender.RunAsync(before, cancellation);
            if (_sql.Update(round) is { } update)
                written += await _sender.RunAsync(update, cancellation);
            var added = await _sender.RunAsync(_sql.Insert(round), cancellation);
            (inserted, written) = (inserted + added, written + added);
            if (_sql.KeepWritten(round) is { } after)
                await _sender.RunAsync(after, cancellation);
            if (round == 0)
                writtenFirst = written;
        }

        return (inserted, written, written - writtenFirst);
    }

    // In the order of their keys: writers side by side lock rows in one order, and pages of the index are filled one after the other.
    private void Encode(IReadOnlyList<TRecord> batch, bool areNew)
    {
        var buffer = _sender.Begin();
        for (var i = 0; i < batch.Count; i++)
        {
            var place = Rounds.Order[i];
            var round = Rounds.Of[place];
            if (areNew != (round == KeyRounds<TRecord>.New))
                continue;
            _encoder.Write(buffer, batch[place], areNew ? null : round);
            _sender.Added();
        }
    }
}
