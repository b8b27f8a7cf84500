using Dataflux.Engine.Verifying;

namespace Dataflux.Cli.Verifying;

/// <summary>What flags say of a verification.</summary>
internal sealed record VerifySettings
{
    /// <summary>The share of keys, from 0 to 1; <see langword="null"/>: all.</summary>
    internal double? Sample { get; init; }

    /// <summary>Whether it is enough that rows are there.</summary>
    internal bool Counts { get; init; }

    /// <summary>Only these columns; <see langword="null"/>: all.</summary>
    internal IReadOnlyList<string>? Columns { get; init; }

    /// <summary>What differs is looked at once more after this time; <see langword="null"/>: it is not.</summary>
    internal TimeSpan? Recheck { get; init; }

    /// <summary>Only the keys that differed at the last verification.</summary>
    internal bool Again { get; init; }

    /// <summary>Whether it begins again where an interrupted one could be gone on with.</summary>
    internal bool Restart { get; init; }

    /// <summary>Which of the rows that differ are written again.</summary>
    internal RepairMode Repair { get; init; }

    /// <summary>Where the result is written, absolute; <see langword="null"/>: only on the screen.</summary>
    internal string? Summary { get; init; }
}
