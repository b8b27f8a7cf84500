using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// Writes the records of one type by one set of rules over one connection: binary COPY into a staging table, then one
/// prepared statement that merges it into the table. Lives and dies with its connection.
/// </summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class StagingWriter<TRecord> : MergingWriter<TRecord>
{
    private readonly CopyBuffer _buffer;
    private readonly MergeSql _sql;
    private readonly RowCopy<TRecord> _copy;
    private readonly StagingTable _staging;
    private readonly IndexedStatement _merge;
    private readonly IndexedStatement _passOver;
    private readonly UnchangedRows<TRecord> _unchanged;
    private readonly MergeImages? _images;

    // Of a loose key the server makes the rounds.
    private readonly IndexedStatement? _makeRounds;

    // Where the table may keep rows from itself without an error, what became of each row is asked after the merge.
    private readonly SwallowedRows? _swallowed;
    private readonly NullKeys<TRecord>? _nullKeys;
    private readonly TableBinding _binding;

    // What rows refer to is asked once the server has refused some because it is not there.
    private readonly MissingParents<TRecord>? _parents;
    private long _wroteIn;

    internal StagingWriter(
        NpgsqlConnection connection, CopyBuffer buffer, TableBinding binding, RowEncoder<TRecord> encoder, MergeRules rules, int number,
        bool copiesNew, BindingCache bindings, ImageTable? images)
        : base(binding, rules, loadsNew: copiesNew && binding.TakesNewRows && images is null)
    {
        _buffer = buffer;
        _binding = binding;
        _sql = new(binding, rules, images);
        _nullKeys = NullKeys<TRecord>.For(binding, rules.Key);
        _copy = new(connection, encoder, Rounds, binding.Table.MaySwallow);
        _staging = new(connection, $"dataflux_{number}", binding.Columns, binding.Table.MaySwallow);
        _merge = new(connection, _sql.Merge(_staging.Sql, passOver: false));
        _passOver = new(connection, _sql.Merge(_staging.Sql, passOver: rules.Changes.Count > 0));
        _makeRounds = binding.IsLoose(rules.Key) ? new(connection, _sql.MakeRounds(_staging.Sql)) : null;
        _swallowed = binding.Table.MaySwallow ? new(connection, _sql, _staging.Sql) : null;
        _parents = MissingParents<TRecord>.For(connection, binding, rules, bindings, $"dataflux_{number}_parents");
        _images = MergeImages.For(connection, _sql, binding, rules, _staging.Sql, images);
        _unchanged = new(connection, binding, rules, Rounds, $"dataflux_{number}_compared");
    }

    internal override bool LooksForParents(long transaction)
    {
        if (_parents is null || _wroteIn != transaction || !_parents.Begin())
            return false;

        // Rows that refer to each other have to come in one statement.
        if (_parents.AreSiblings)
            LoadNoMore();
        return true;
    }

    internal override Task EndAsync(long transaction, CancellationToken cancellation) =>
        _parents is { IsAsked: true } && _wroteIn == transaction ? _parents.EndAsync(transaction, cancellation) : Task.CompletedTask;

    internal override void Forget(long transaction)
    {
        _staging.Forget(transaction);
        _unchanged.Forget(transaction);
        _parents?.Forget(transaction);
    }

    public override async ValueTask DisposeAsync()
    {
        await _merge.DisposeAsync();
        await _passOver.DisposeAsync();
        await _unchanged.DisposeAsync();
        if (_images is not null)
            await _images.DisposeAsync();
        if (_parents is not null)
            await _parents.DisposeAsync();
        if (_makeRounds is not null)
            await _makeRounds.DisposeAsync();
        if (_swallowed is not null)
            await _swallowed.DisposeAsync();
    }

    private protected override ValueTask BeginAsync(IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation)
    {
        _nullKeys?.Refuse(batch);
        _wroteIn = transaction;
        return _parents is { IsAsked: true } ? new(_parents.AskAsync(batch, _buffer, transaction, cancellation)) : default;
    }

    private protected override Task LoadNewAsync(IReadOnlyList<TRecord> batch, CancellationToken cancellation) =>
        _copy.NewAsync(_sql.CopyNew(), batch, _buffer, cancellation);

    private protected override Task<(int Asked, int Unchanged)> MarkUnchangedAsync(
        IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation) =>
        _unchanged.MarkAsync(batch, _buffer, transaction, cancellation);

    private protected override async Task<(long Inserted, long Written, long Again)> MergeAsync(
        IReadOnlyList<TRecord> batch, long transaction, CancellationToken cancellation)
    {
        var first = await _staging.ReserveAsync(transaction, Rounds.Count, cancellation);
        await _copy.MergedAsync(_staging.Copy, batch, first, _buffer, cancellation);

        var rounds = Rounds.Count;
        if (_makeRounds is not null)
            await _makeRounds.RunAsync(first, row => rounds = row.GetInt32(0), cancellation);

        long inserted = 0;
        long written = 0;
        long writtenFirst = 0;
        List<int> refused = [];
        for (var round = first; round < first + rounds; round++)
        {
            int[] leftOut = [];
            var left = 0L;
            if (_images is not null)
                await _images.BeginAsync(round, cancellation);
            do
            {
                await (PassesOver ? _passOver : _merge).RunAsync(round, counts =>
                {
                    inserted += counts.GetInt64(0);
                    written += counts.GetInt64(1);
                    leftOut = _swallowed is null ? [] : counts.GetFieldValue<int[]>(2);
                    left = _images is null ? 0 : counts.GetInt64(counts.FieldCount - 1);
                }, cancellation);
            }
            while (left > 0 && await _images!.GoOnAsync(round, cancellation));

            if (round == first)
                writtenFirst = written;
            if (_swallowed is not null)
                refused.AddRange(await _swallowed.FindAsync(round, leftOut, cancellation));
        }

        if (refused.Count > 0)
            throw Refusal.NotTaken(_binding, batch, refused);

        _images?.Learn(inserted, written - inserted);
        return (inserted, written, written - writtenFirst);
    }
}
