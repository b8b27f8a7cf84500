namespace Dataflux.Cli.Planning;

/// <summary>What a sample of the export took, and became.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Kept">Those of them that became part of records.</param>
/// <param name="Rejected">Those of them that the script rejected.</param>
/// <param name="Records">The records made of them.</param>
/// <param name="ScriptTime">The time of the profile's functions for an item.</param>
internal sealed record MeasuredSample(int Items, int Kept, int Rejected, int Records, TimeSpan ScriptTime)
{
    /// <summary>
    /// Whether the profile makes records of groups: those of a sample are smaller than those of a run, so that it has more records.
    /// </summary>
    public bool IsGrouped { get; init; }

    /// <summary>
    /// The time that writing a record took, in a transaction that was rolled back; <see langword="null"/>: it could not be tried.
    /// </summary>
    public TimeSpan? WriteTime { get; init; }

    /// <summary>Why it could not be tried.</summary>
    public string? NotWritten { get; init; }

    /// <summary>Rows that the records of the sample that were written inserted into tables, the profile's own SQL included.</summary>
    public long Inserted { get; init; }

    /// <summary>Rows that they updated or deleted.</summary>
    public long Changed { get; init; }

    /// <summary>Records that were written for that.</summary>
    public int Written { get; init; }
}
