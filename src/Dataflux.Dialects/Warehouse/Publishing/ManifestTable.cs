using Dataflux.Dialects.Staging;

namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>A table as the manifest names it.</summary>
internal sealed record ManifestTable
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The columns of its records; before them each row has <c>_op</c>, <c>_written_at</c> and <c>_seq</c>.</summary>
    public required IReadOnlyList<SegmentColumn> Columns { get; init; }

    /// <summary>What its files are divided by, in the order of their folders.</summary>
    public required IReadOnlyList<string> PartitionBy { get; init; }

    /// <summary>How many rows all of its files have.</summary>
    public required long Rows { get; init; }

    /// <summary>The list of files that a warehouse loads from, below the target's place.</summary>
    public required string LoadList { get; init; }

    /// <summary>Its files, in the order of the source.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }
}
