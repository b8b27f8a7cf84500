using Dataflux.Engine.Rejects;
using Dataflux.Profiles;

namespace Dataflux.Engine.Tracing;

/// <summary>What became of one item: it is skipped, rejected, deletes records, or its row belongs to a group that made records.</summary>
public sealed class TracedItem
{
    private readonly SampledItem _item;

    internal TracedItem(string part, SampledItem item)
    {
        Part = part;
        _item = item;
    }

    /// <summary>The part's name in its manifest.</summary>
    public string Part { get; }

    /// <summary>The number of its line, counted from 1.</summary>
    public long Line => _item.Line;

    /// <summary>The bytes of its line.</summary>
    public ReadOnlyMemory<byte> Original => _item.Original;

    /// <summary>The item; <see langword="null"/> when its line is malformed.</summary>
    public Item? Item => _item.Item;

    /// <summary>What <c>parseItem</c> returned; <see langword="null"/> when there is no row, or <c>filter</c> dropped it.</summary>
    public object? Row { get; internal set; }

    /// <summary>The group its row belongs to; <see langword="null"/> when it has none.</summary>
    public TracedGroup? Group { get; internal set; }

    /// <summary>The keys of the records it deletes; empty unless it is a delete of an incremental export.</summary>
    public IReadOnlyList<object> DeletedKeys { get; internal set; } = [];

    /// <summary>
    /// The function that skipped it: <c>parseItem</c>, <c>filter</c>, <c>groupRows</c>, <c>transform</c>, <c>deleteItem</c>, or
    /// <c>delete</c> where the profile has no such function; <see langword="null"/> when it was not skipped.
    /// </summary>
    public string? SkippedBy { get; internal set; }

    /// <summary>Why it was rejected, alone or with its group; <see langword="null"/> when it was not.</summary>
    public Reject? Rejected { get; internal set; }

    /// <summary>Whether it would be written.</summary>
    public bool IsKept => SkippedBy is null && Rejected is null;
}
