using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Verifying;

/// <summary>What is verified, and how.</summary>
public sealed record VerifyOptions
{
    /// <summary>What is compared; the folder is the verification's own.</summary>
    public required Func<ComparisonRequest, IComparison> Compare { get; init; }

    /// <summary>The share of keys, from 0 to 1; <see langword="null"/>: all.</summary>
    public double? Sample { get; init; }

    /// <summary>Whether it is enough that rows are there.</summary>
    public bool Counts { get; init; }

    /// <summary>Only these columns; <see langword="null"/>: all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The tables in which every row should be one of the export's.</summary>
    public IReadOnlyList<string> Owned { get; init; } = [];

    /// <summary>Only the keys that differed at the last verification.</summary>
    public bool Again { get; init; }

    /// <summary>What differs is looked at once more after this time; <see langword="null"/>: it is not.</summary>
    public TimeSpan? Recheck { get; init; }

    /// <summary>Whether it begins again where an interrupted one could be gone on with.</summary>
    public bool Restart { get; init; }

    /// <summary>Which of the rows that differ are written again.</summary>
    public RepairMode Repair { get; init; }

    /// <summary>
    /// The target, where it keeps the migration's state; disposed by its owner. <see langword="null"/>: the state folder does.
    /// </summary>
    public ITargetConnection? StateTarget { get; init; }

    /// <summary>Items that the target refused in the migration: part and line.</summary>
    public IReadOnlySet<(string Part, long Line)> Rejected { get; init; } = new HashSet<(string Part, long Line)>();
}
