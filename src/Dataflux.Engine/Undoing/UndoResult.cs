using System.Text.Json.Serialization;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Undoing;

/// <summary>The account of an undo: <c>Images = Deleted + Restored + AsBefore + ChangedSince + Refused</c>.</summary>
public sealed record UndoResult
{
    /// <summary>The migration's name.</summary>
    public required string Name { get; init; }

    /// <summary>The run that was undone.</summary>
    public required long Undoes { get; init; }

    /// <summary>The number of the run that undid it; <see langword="null"/>: nothing was done.</summary>
    public long? Run { get; init; }

    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>Why it could not finish.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>Rows of which there were images.</summary>
    public long Images { get; init; }

    /// <summary>Rows that the run had inserted, and that were deleted.</summary>
    public long Deleted { get; init; }

    /// <summary>Rows that the run had updated or deleted, and that are as they were.</summary>
    public long Restored { get; init; }

    /// <summary>Rows that were as before the run already.</summary>
    public long AsBefore { get; init; }

    /// <summary>Rows that others changed since, and that were left alone.</summary>
    public long ChangedSince { get; init; }

    /// <summary>Rows that the target refused to have back.</summary>
    public long Refused { get; init; }

    /// <summary>Restored rows that triggers of the database made other than they were; only those of this process.</summary>
    public long Altered { get; init; }

    /// <summary>The same table by table; only before anything is done.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UndoCounts>? Tables { get; init; }

    /// <summary>Whether the account adds up.</summary>
    [JsonIgnore]
    public bool AddsUp => Images == Deleted + Restored + AsBefore + ChangedSince + Refused;

    /// <summary>The target, for people.</summary>
    public required string Target { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The process's exit code, unless a signal ended it.</summary>
    public int ExitCode => Outcome switch
    {
        RunOutcome.Complete => ChangedSince + Refused > 0 ? Ground.ExitCode.CompleteWithRejects : Engine.Ground.ExitCode.Complete,
        RunOutcome.Interrupted => Ground.ExitCode.Interrupted,
        _ => Ground.ExitCode.Failed,
    };
}
