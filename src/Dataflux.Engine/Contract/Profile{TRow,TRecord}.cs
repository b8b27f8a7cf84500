using Dataflux.Profiles;

namespace Dataflux.Engine.Contract;

/// <summary>A profile whose functions are typed delegates; what the script host makes of a <c>.csx</c>.</summary>
/// <typeparam name="TRow">What <c>parseItem</c> returns.</typeparam>
/// <typeparam name="TRecord">What <c>transform</c> returns, or the common base of several record types.</typeparam>
public sealed class Profile<TRow, TRecord> : Profile
    where TRecord : notnull
{
    /// <summary>Makes a row of an item; an exception rejects the item.</summary>
    public required RowParser<TRow> ParseItem { get; init; }

    /// <summary>Drops rows (<see langword="false"/> = skipped); <see langword="null"/> keeps all.</summary>
    public Func<TRow, bool>? Filter { get; init; }

    /// <summary>Groups the rows of one part; at most one of this and <see cref="GroupKey"/> is set.</summary>
    public Func<IReadOnlyList<TRow>, IEnumerable<IEnumerable<TRow>>>? GroupRows { get; init; }

    /// <summary>The key by which the engine groups the rows of one part; neither set: every row is its own group.</summary>
    public GroupKeyOf<TRow>? GroupKey { get; init; }

    /// <summary>Makes the records of a group.</summary>
    public required RecordMaker<TRow, TRecord> Transform { get; init; }

    /// <summary>
    /// Writes a batch inside the target's transaction, in the order of the list; the script's <c>upsert</c>
    /// (one per record type where it has several) or the mapping's.
    /// </summary>
    public required Func<ITarget, IReadOnlyList<TRecord>, Task<int>> Upsert { get; init; }

    /// <summary>
    /// Says which records to delete for a deleted item; <see langword="null"/>: deletes of incremental exports are skipped and
    /// counted as such. Deletes never reach <see cref="ParseItem"/>.
    /// </summary>
    public DeletionMaker? DeleteItem { get; init; }

    /// <summary>The type of the one key that <see cref="DeleteItem"/> makes; <see langword="null"/> when it may make several.</summary>
    public Type? DeleteKeyType { get; init; }

    /// <summary>
    /// Whether <c>transform</c> makes at most one record per group, so that groups may be spread over writers by record key.
    /// </summary>
    public required bool OneRecordPerGroup { get; init; }

    /// <inheritdoc/>
    internal override bool HasDeleteItem => DeleteItem is not null;

    /// <inheritdoc/>
    internal override string? GroupKeyOf(ReadOnlyMemory<byte> line)
    {
        if (GroupKey is null)
            return null;

        try
        {
            return ParseItem(ItemBlock.Parse(line, firstLineNumber: 1).Item(0), out var row) ? GroupKey.Text(row) : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The script's own, and different from the first time: the reject is complete without the key.
            return null;
        }
    }

    /// <inheritdoc/>
    internal override TResult Use<TResult>(IProfileUse<TResult> use) => use.With(this);

    /// <inheritdoc/>
    public override Task WriteAsync(ITarget target, IReadOnlyList<object> deletedKeys, IReadOnlyList<object> records) =>
        ApplyAsync(target, deletedKeys, [.. records.Cast<TRecord>()]);

    /// <summary>
    /// The work of one transaction. Deletes first: a record that one item of the batch gives up and another one brings belongs to the table
    /// at the end.
    /// </summary>
    internal async Task ApplyAsync(ITarget target, IReadOnlyList<object> deletedKeys, IReadOnlyList<TRecord> records)
    {
        if (deletedKeys.Count > 0)
            await target.Delete(deletedKeys);

        if (records.Count > 0)
            await Upsert(target, records);
    }
}
