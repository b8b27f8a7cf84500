using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Runs;

namespace Dataflux.Cli.Output;

/// <summary>How a run ended that is complete, in words: with the reason of its exit code.</summary>
internal static class CompleteText
{
    /// <summary>Of a run that has just ended.</summary>
    internal static string Of(RunSummary summary) => Of(
        summary.ExitCode, summary.Counts, summary.DeletesLeft, summary.Coverage is { Fails: true });

    /// <summary>Of a run that is listed.</summary>
    internal static string Of(RunRecord run) => run is { Kind: RunKind.Undo, ExitCode: ExitCode.CompleteWithRejects }
        ? "complete, but some rows were left"
        : Of(run.ExitCode, run.Counts, run.DeletesLeft, run.NeverRead > 0);

    private static string Of(int? exitCode, RunCounts counts, long deletesLeft, bool hasNeverRead) => exitCode switch
    {
        ExitCode.Complete => "complete",
        ExitCode.Different => "complete with differences",
        _ when counts.RejectedTotal > 0 => "complete with rejects",
        _ when deletesLeft > 0 => "complete, but without its deletes",
        _ when hasNeverRead => "complete, but with attributes that were never read",
        _ => "complete",
    };
}
