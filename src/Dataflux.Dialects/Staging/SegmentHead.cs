namespace Dataflux.Dialects.Staging;

/// <summary>What stands at the beginning of a segment: the rows of one transaction, and where they come from.</summary>
internal sealed record SegmentHead
{
    /// <summary>The part's place in the export.</summary>
    public required int Number { get; init; }

    /// <summary>The part's name.</summary>
    public required string Part { get; init; }

    /// <summary>Where the stretch of the part begins; <see langword="null"/>: at its beginning.</summary>
    public string? Position { get; init; }

    /// <summary>Which export of a chain it is of.</summary>
    public required int Link { get; init; }

    /// <summary>Its tables, in the order of their rows.</summary>
    public required IReadOnlyList<SegmentTable> Tables { get; init; }
}
