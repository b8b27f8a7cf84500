using Dataflux.Cli.Running;
using Dataflux.Composing;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Comparing;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Runs;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;
using Dataflux.Engine.Verifying;
using Dataflux.Profiles;

namespace Dataflux.Cli.Verifying;

/// <summary>One run of <c>dataflux verify</c>.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects and the script host.</param>
/// <param name="definition">The definition.</param>
/// <param name="settings">What flags say.</param>
internal sealed class VerifyRun(CommandConsole console, Composition composition, Definition definition, VerifySettings settings)
{
    /// <summary>Verifies and shows.</summary>
    /// <param name="stop">Stops it.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(CancellationToken stop)
    {
        using var script = ProfileCheck.Require(composition, definition);

        return await Interruptible.RunAsync(console, token => VerifyAsync(script, token), stop);
    }

    private async Task<int> VerifyAsync(LoadedProfile script, CancellationToken stop)
    {
        await using var opened = await OpenMigration.OpenAsync(
            composition, definition, script, new NoticeObserver(console), ProfileLog.None, console.Secrets.Strike, console.Time, stop,
            migrates: false);
        await using var stateTarget = composition.StateTargetOf(definition);

        // What the script rejects is rejected again; what only the target refused would pass for missing.
        var refused = await StateInTarget.ReadRejectsAsync(stateTarget, definition.Name, definition.StateFolder, RefusedItems.Of, stop);
        var verification = new Verification(opened.Profile, opened.Plan, new VerifyOptions
        {
            Compare = opened.Plan.Target.Capabilities.ToCompare().Compare,
            Sample = settings.Sample,
            Counts = settings.Counts,
            Columns = settings.Columns,
            Owned = definition.Owned,
            Again = settings.Again,
            Recheck = settings.Recheck,
            Restart = settings.Restart,
            Repair = settings.Repair,
            StateTarget = stateTarget,
            Rejected = refused,
        });
        var verified = await LastRunAsync(stateTarget, stop);
        var result = await verification.RunAsync(stop);
        if (result.Repair is not null)
            result = result with { RepairRun = await LastRunAsync(stateTarget, CancellationToken.None) };
        return await ShowAsync(result with { Run = verified }, verification.First);
    }

    private async Task<long?> LastRunAsync(ITargetConnection? stateTarget, CancellationToken stop) =>
        (await RunHistory.ReadAsync(definition.StateFolder, definition.Name, stateTarget, stop)) is { Count: > 0 } runs
            ? runs[^1].Run
            : null;

    private async Task<int> ShowAsync(VerifyResult result, IReadOnlyList<Difference> first)
    {
        if (settings.Summary is { } path)
            await File.WriteAllBytesAsync(path, DifferenceFile.Format(result));
        if (result.Error is { } error)
            await console.Error.WriteLineAsync($"error: {Printable.Message(console.Secrets.Strike(error))}");
        foreach (var line in VerifyText.Lines(result, first))
            await console.Out.WriteLineAsync(Printable.Line(line));

        if (result.Outcome != RunOutcome.Complete)
        {
            await console.Out.WriteLineAsync("Next: remove the cause, then verify again, which goes on after the files that are compared"
                + (result.Repair is null ? "; nothing was written" : ""));
        }
        else if (result.ExitCode == ExitCode.Different)
        {
            await console.Out.WriteLineAsync(
                $"All of them: {ShownPath.Of(DifferenceFile.PathIn(definition.StateFolder), console.WorkingDirectory)}");
        }

        return result.ExitCode;
    }
}
