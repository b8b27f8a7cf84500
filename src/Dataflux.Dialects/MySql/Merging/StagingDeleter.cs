using Dataflux.Dialects.MySql.Binding;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Images;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;

namespace Dataflux.Dialects.MySql.Merging;

/// <summary>Deletes rows by keys of one type over one connection.</summary>
/// <typeparam name="TKey">The type with the key's properties.</typeparam>
internal sealed class StagingDeleter<TKey> : StagingWriterBase
{
    private readonly RowSender _sender;
    private readonly TableBinding _keys;
    private readonly RowEncoder<TKey> _encoder;
    private readonly string _staging;
    private readonly string _make;
    private readonly IReadOnlyList<string> _images = [];
    private readonly string _delete;

    internal StagingDeleter(RowSender sender, TableBinding keys, int number, ImageTable? images)
    {
        (_sender, _keys, _encoder) = (sender, keys, new(keys));
        _staging = $"dataflux_{number}";
        _make = StagingTable.Make(_staging, keys.Columns, []);

        // A key that says it may be null means the rows with a null, whatever an index thinks of nulls.
        var same = KeySql.Same("goes", "gone", keys.Columns, static column => column.MayBeNull && column.Member.IsNullable);
        var rows = $"{Backtick.Quote(_staging)} as gone straight_join {keys.Flavour.Quote(keys.Table)} as goes on {same}";
        _delete = $"delete goes from {rows}";
        if (images is not null)
        {
            _images =
            [
                $"select count(*) from {rows} for update", ImageSql.KeepFound(images, "goes", $"{rows} where true"),
                ImageSql.KeepWritten(images, "goes", rows, "true", go: true),
            ];
        }
    }

    /// <summary>Deletes inside the open transaction.</summary>
    /// <param name="keys">The keys; one that occurs twice is deleted once.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>How many rows were there.</returns>
    internal async Task<int> DeleteAsync(IReadOnlyList<TKey> keys, CancellationToken cancellation)
    {
        var buffer = _sender.Begin();
        foreach (var key in keys)
        {
            _encoder.Write(buffer, key, round: 0);
            _sender.Added();
        }

        await _sender.RunAsync(_make, cancellation);
        await _sender.SendAsync(Backtick.Quote(_staging), _keys.Columns, [StagingTable.Number], cancellation);
        foreach (var keep in _images)
            await _sender.RunAsync(keep, cancellation);
        return await _sender.RunAsync(_delete, cancellation);
    }

    internal override void Forget(long transaction)
    {
    }

    public override ValueTask DisposeAsync() => default;
}
