using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Attributes;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>
/// The changes of one key in one call, in their order. Only where they lead to is written, since a call of DynamoDB takes a key once; they
/// are counted as if each had been.
/// </summary>
/// <param name="first">The first of them.</param>
internal sealed class KeyChanges(Change first)
{
    private readonly List<Change> _changes = [first];

    internal TableInfo Table => first.Table;

    internal Dictionary<string, AttributeValue> Key => first.Key;

    /// <summary>Whether it is known what the table holds.</summary>
    internal bool IsRead { get; set; }

    /// <summary>The item that the table holds; <see langword="null"/>: none, or nobody has looked.</summary>
    internal Dictionary<string, AttributeValue>? Found { get; set; }

    /// <summary>The change that is to be written; <see langword="null"/>: nothing has to be.</summary>
    internal Change? Last { get; private set; }

    /// <summary>What became of all changes, when <see cref="Last"/> is written.</summary>
    internal WriteCounts Counts { get; private set; }

    internal void Add(Change change) => _changes.Add(change);

    /// <summary>Takes <see cref="Last"/> out, which DynamoDB refuses.</summary>
    internal void RemoveLast() => _changes.Remove(Last!);

    /// <summary>Applies the changes one after the other to what the table holds.</summary>
    /// <param name="versions">Compares versions; <see langword="null"/>: what comes last stays.</param>
    /// <param name="refuse">Takes a change that cannot be compared with what is there.</param>
    internal void Plan(Versions? versions, Action<Change, Failure> refuse)
    {
        (Last, Counts) = (null, default);
        var item = Found;
        foreach (var change in _changes.ToList())
        {
            if (versions is not null && item is not null)
            {
                if (versions.Conflict(change, item) is { } conflict)
                {
                    _changes.Remove(change);
                    refuse(change, conflict);
                    continue;
                }

                if (!versions.IsNewer(change, item))
                {
                    Counts += Kept(change, item);
                    continue;
                }
            }

            if (IsRead && IsSame(change, item))
            {
                Counts += new WriteCounts(0, 0, Unchanged: 1);
                continue;
            }

            Counts += !IsRead ? new(0, 0, 0, Written: 1) : Outcome(change, item, isOver: Last?.Item is not null);
            (Last, item) = (change, change.Item);
        }

        // Back to what is there, on the way over something else.
        if (IsRead && Last is not null && IsSame(Last, Found))
            Last = null;
    }

    /// <summary><see cref="Last"/> was written, over what nobody had read before.</summary>
    /// <param name="before">What it was written over.</param>
    internal void Wrote(Dictionary<string, AttributeValue>? before) =>
        Counts = Counts with { Written = Counts.Written - 1 } + Outcome(Last!, before is { Count: > 0 } ? before : null, isOver: false);

    /// <summary>The table holds something newer than <see cref="Last"/>, or the same: all changes are older.</summary>
    /// <param name="found">What it holds.</param>
    internal void NotNewer(Dictionary<string, AttributeValue> found) =>
        Counts = Kept(Last!, found) + new WriteCounts(0, 0, 0, Older: _changes.Count - 1);

    private static WriteCounts Kept(Change change, Dictionary<string, AttributeValue> item) =>
        IsSame(change, item) ? new(0, 0, Unchanged: 1) : new WriteCounts(0, 0, 0, Older: 1);

    private static WriteCounts Outcome(Change change, Dictionary<string, AttributeValue>? before, bool isOver) =>
        change.Item is null ? before is null ? new(0, 0, Unchanged: 1) : new WriteCounts(0, 0, 0, Deleted: 1)
        : before is null ? new(Inserted: 1, 0, 0)
        : new WriteCounts(0, Updated: 1, 0, Overwritten: isOver ? 1 : 0);

    private static bool IsSame(Change change, Dictionary<string, AttributeValue>? item) =>
        change.Item is null ? item is null : item is not null && AttributeValues.AreSame(change.Item, item);
}
