using System.Text.Json.Serialization;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;

namespace Dataflux.Engine.Runs;

/// <summary>A numbered run of a migration: what verification, undo and reports refer to. A run that is resumed keeps its number.</summary>
public sealed record RunRecord
{
    /// <summary>The number, from 1 on; no other run of the migration ever has it.</summary>
    public required long Run { get; init; }

    /// <summary>What it did.</summary>
    public RunKind Kind { get; init; }

    /// <summary>When it began, earlier interrupted processes included.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; <see langword="null"/>: it has not, or was killed.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The export's identity.</summary>
    public required string ExportId { get; init; }

    /// <summary>The hash of the settings that decide the result.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>SHA-256 of the script and what it loads.</summary>
    public required string ProfileHash { get; init; }

    /// <summary>The target, for people; <see langword="null"/>: not known of a run before runs had numbers.</summary>
    public string? Target { get; init; }

    /// <summary>How it ended; <see langword="null"/>: it has not, or was killed.</summary>
    public RunOutcome? Outcome { get; init; }

    /// <summary>The exit code of its last process; <see langword="null"/>: it has not ended, or was killed.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it stopped; <see langword="null"/> when complete.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>The accounting.</summary>
    public RunCounts Counts { get; init => field = value ?? new(); } = new();

    /// <summary>Deletes that were skipped for lack of a <c>deleteItem</c>, and not knowingly.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long DeletesLeft { get; init; }

    /// <summary>How many attributes of the export were never read, where that is not to be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int NeverRead { get; init; }

    /// <summary>
    /// The size of the images it keeps in the target, in bytes; <see langword="null"/>: it keeps none, and cannot be undone.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? UndoBytes { get; init; }

    /// <summary>The run that it undid; <see langword="null"/>: it is no undo.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Undoes { get; init; }

    /// <summary>The last run that undid it; <see langword="null"/>: none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? UndoneBy { get; init; }

    /// <summary>Whether its progress was reset: it is never resumed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WasReset { get; init; }

    /// <summary>Whether a run with the same export, definition and profile goes on with it.</summary>
    [JsonIgnore]
    public bool IsOpen => !WasReset && Outcome != RunOutcome.Complete;
}
