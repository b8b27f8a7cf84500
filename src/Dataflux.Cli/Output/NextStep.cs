using Dataflux.Composing.Output;
using Dataflux.Engine.Reporting;

namespace Dataflux.Cli.Output;

/// <summary>The last line of a run: what to do next.</summary>
internal static class NextStep
{
    /// <summary>The line.</summary>
    /// <param name="summary">How the run ended.</param>
    /// <param name="definition">The definition as the user would name it.</param>
    /// <param name="rejects">The reject file as the user would name it.</param>
    /// <param name="hasShell">Whether there is a program to look into the target with.</param>
    internal static string After(RunSummary summary, string definition, string rejects, bool hasShell) => summary.Outcome switch
    {
        RunOutcome.Complete or RunOutcome.Limited when summary.Counts.RejectedTotal > 0 =>
            $"Next: see why {Figures.Count(summary.Counts.RejectedTotal, "item")} {(summary.Counts.RejectedTotal == 1 ? "was" : "were")} "
                + $"rejected with: dataflux rejects {definition}",
        RunOutcome.Complete when summary.DeletesLeft > 0 =>
            "Next: write a deleteItem into the profile and run it again with --accept-changes, which applies the "
                + $"{Figures.Count(summary.DeletesLeft, "delete")} left out; or put 'deletes: skip' into {definition} where the records "
                + "are to stay",
        RunOutcome.Complete when summary.Coverage is { Fails: true } =>
            "Next: let the profile read the attributes that were never read, or put those that are left knowingly under "
            + $"'coverage: ignore' in {definition}; then run it again",
        RunOutcome.Complete when summary.PublishedNext is { } next => $"Next: {next}",
        RunOutcome.Complete when !hasShell => $"Next: look at the result ({summary.Target})",
        RunOutcome.Complete => $"Next: look at the result with: dataflux sql {definition}",
        RunOutcome.Limited => "Next: run the same command without a limit to migrate everything",
        RunOutcome.TooManyRejects =>
            $"Next: see why items were rejected with: dataflux rejects {definition} (all of them are in {rejects}), correct it or raise "
                + "--max-rejects, then run the same command again to resume",
        RunOutcome.Interrupted => Resume,
        _ => "Next: remove the cause, then run the same command again to resume",
    };

    /// <summary>The line after a run that was stopped.</summary>
    internal const string Resume = "Next: run the same command again to resume";
}
