using System.Text.Json.Serialization;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Comparing;

/// <summary>
/// The account of a verification: <c>Records = Equal + Repaired + Different + Missing + NotDeleted + Rejected + ChangedSince</c>, and of
/// each owned table <c>Rows = Produced + Extra + NotDeleted</c>. A row that several records make counts once where it differs, at its last
/// record.
/// </summary>
public sealed record VerifyResult
{
    /// <summary>The migration's name.</summary>
    public required string Name { get; init; }

    /// <summary>The number of the run that was verified, the last one; <see langword="null"/>: it has none.</summary>
    public long? Run { get; init; }

    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>Why it could not finish.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>The items that were compared, those of an interrupted verification that this one went on with included.</summary>
    public long Items { get; init; }

    /// <summary>The items that this process read.</summary>
    [JsonIgnore]
    public long ItemsRead { get; init; }

    /// <summary>Every row that is not what a run would leave.</summary>
    [JsonIgnore]
    public long Differences => Different + Missing + NotDeleted + (Extra ?? 0);

    /// <summary>The records of the export and its deletes, and the items that were rejected.</summary>
    public long Records => Equal + (Repaired ?? 0) + Different + Missing + NotDeleted + Rejected + ChangedSince;

    /// <summary>Records whose rows are what a run would leave.</summary>
    public long Equal { get; init; }

    /// <summary>Rows that differed, were written again, and are equal now; <see langword="null"/>: nothing was to be repaired.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Repaired { get; init; }

    /// <summary>What the repair did; <see langword="null"/>: there was none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WriteCounts? Repair { get; init; }

    /// <summary>The number of the repair, a run of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? RepairRun { get; init; }

    /// <summary>Rows with another value in some column.</summary>
    public long Different { get; init; }

    /// <summary>Rows that are not there.</summary>
    public long Missing { get; init; }

    /// <summary>Rows that are there although the export deletes them last.</summary>
    public long NotDeleted { get; init; }

    /// <summary>
    /// Rows that no record makes, of the tables that the definition says it owns; <see langword="null"/>: they were not looked for.
    /// </summary>
    public long? Extra { get; init; }

    /// <summary>Items that are rejected, as they were by the migration.</summary>
    public long Rejected { get; init; }

    /// <summary>Rows that differed, and did not when they were looked at again: somebody is writing them.</summary>
    public long ChangedSince { get; init; }

    /// <summary>The account of the owned tables.</summary>
    public IReadOnlyList<TableRows> Tables { get; init; } = [];

    /// <summary>What could not be verified.</summary>
    public IReadOnlyList<string> NotVerified { get; init; } = [];

    /// <summary>The share of keys that was looked at; <see langword="null"/>: all.</summary>
    public double? Sample { get; init; }

    /// <summary>Whether only the presence of rows was looked at.</summary>
    public bool CountsOnly { get; init; }

    /// <summary>The columns that were looked at; <see langword="null"/>: all that the profile writes.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The export's identity.</summary>
    public required string ExportId { get; init; }

    /// <summary>SHA-256 over the export's identity and its parts with their checksums.</summary>
    public required string ExportHash { get; init; }

    /// <summary>SHA-256 of the script and what it loads.</summary>
    public required string ProfileHash { get; init; }

    /// <summary>The hash of the settings that decide the result.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>SHA-256 of the tables' shapes in the catalog.</summary>
    public string? CatalogHash { get; init; }

    /// <summary>The target, for people.</summary>
    public required string Target { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Items compared in a second.</summary>
    public double ItemsPerSecond => EndedAt > StartedAt ? Math.Round(ItemsRead / (EndedAt - StartedAt).TotalSeconds, 1) : 0;

    /// <summary>The process's exit code, unless a signal ended it.</summary>
    public int ExitCode => Outcome switch
    {
        RunOutcome.Complete => Differences > 0 ? Ground.ExitCode.Different : Engine.Ground.ExitCode.Complete,
        RunOutcome.Interrupted => Ground.ExitCode.Interrupted,
        _ => Ground.ExitCode.Failed,
    };
}
