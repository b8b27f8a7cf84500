namespace Dataflux.Engine.Inspection;

/// <summary>What an export holds, found by reading it. Data alone: how it is shown, and what is made of it, is decided elsewhere.</summary>
public sealed record ExportInspection
{
    /// <summary>Items looked at, deletes included, malformed lines not.</summary>
    public required long Items { get; init; }

    /// <summary>Deleted items of an incremental export.</summary>
    public required long Deletes { get; init; }

    /// <summary>Lines that hold no item.</summary>
    public required long Malformed { get; init; }

    /// <summary>What is wrong with the first of them: part, line and message; <see langword="null"/> when there are none.</summary>
    public string? FirstMalformed { get; init; }

    /// <summary>Parts read, completely or for a sample.</summary>
    public required int Parts { get; init; }

    /// <summary>Bytes of the items' text, decompressed.</summary>
    public required long Bytes { get; init; }

    /// <summary>Whether only some items were read, so that all counts and extremes are of those.</summary>
    public required bool IsSample { get; init; }

    /// <summary>What tells the kinds of items apart.</summary>
    public required KindRule KindRule { get; init; }

    /// <summary>What may be the table's key, the likeliest first. An incremental export says it; for a full one it is inferred.</summary>
    public required IReadOnlyList<KeyCandidate> Keys { get; init; }

    /// <summary>The kinds of items, those of most items first.</summary>
    public required IReadOnlyList<KindInspection> Kinds { get; init; }

    /// <summary>Where this is less than the whole truth: a limit that was reached.</summary>
    public required IReadOnlyList<string> Notices { get; init; }
}
