using Dataflux.Cli.Definitions;
using Dataflux.Cli.Output;
using Dataflux.Cli.Running;
using Dataflux.Engine;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Runs;
using Dataflux.Engine.Sources;
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
        using var script = ProfileCheck.Load(composition, definition, out var problems);
        if (problems.Count > 0)
            throw new ProblemsException(problems);

        return await Interruptible.RunAsync(console, token => VerifyAsync(script, token), stop);
    }

    private async Task<int> VerifyAsync(LoadedProfile script, CancellationToken stop)
    {
        var observer = new VerifyObserver(console);
        await using var source = composition.Sources.First(dialect => dialect.Type == definition.Source.Type).Create(definition.SourceSettings);
        await using var target = composition.TargetOf(definition);
        target.ConnectAhead();
        var export = await ExportOpening.OpenAsync(source, definition.Migration, observer, console.Time, stop);
        var context = new ProfileContext(definition.Options, export.Time, new ProfileLog(static (_, _) => { }));
        var plan = new MigrationPlan
        {
            Name = definition.Name,
            Source = source,
            Export = export,
            Target = target,
            StateFolder = definition.StateFolder,
            DefinitionHash = definition.Hash,
            Nul = definition.Nul,
            SkipDeletes = definition.SkipDeletes,
            Observer = observer,
            Options = definition.Migration,
            Time = console.Time,
            Redact = console.Secrets.Strike,
        };
        var verification = new Verification(script.Bind(context), plan, await OptionsAsync(target, stop));
        var result = await verification.RunAsync(stop);
        return await ShowAsync(result with { Run = await LastRunAsync(stop) }, verification.First);
    }

    private async Task<VerifyOptions> OptionsAsync(ITargetDialect target, CancellationToken stop) => new()
    {
        Compare = target.Compare,
        Sample = settings.Sample,
        Counts = settings.Counts,
        Columns = settings.Columns,
        Owned = definition.Owned,
        Again = settings.Again,
        Recheck = settings.Recheck,
        Rejected = await RejectedAsync(stop),
    };

    // What the script rejects is rejected again; what only the target refused would pass for missing.
    private async Task<IReadOnlySet<(string File, long Line)>> RejectedAsync(CancellationToken stop)
    {
        await using var stateTarget = composition.StateTargetOf(definition);
        if (stateTarget is null)
            return RefusedItems.Of(definition.StateFolder);

        var copy = Directory.CreateTempSubdirectory("dataflux-rejects-");
        try
        {
            await StateInTarget.CopyRejectsAsync(stateTarget, definition.Name, copy.FullName, stop);
            return RefusedItems.Of(copy.FullName);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private async Task<long?> LastRunAsync(CancellationToken stop)
    {
        await using var stateTarget = composition.StateTargetOf(definition);
        var runs = await RunHistory.ReadAsync(definition.StateFolder, definition.Name, stateTarget, stop);
        return runs.Count == 0 ? null : runs[^1].Run;
    }

    private async Task<int> ShowAsync(VerifyResult result, IReadOnlyList<Difference> first)
    {
        if (settings.Summary is { } path)
            await File.WriteAllBytesAsync(path, DifferenceFile.Format(result));
        if (result.Error is { } error)
            await console.Error.WriteLineAsync($"error: {Printable.Message(console.Secrets.Strike(error))}");
        foreach (var line in VerifyText.Lines(result, first))
        {
            await console.Out.WriteLineAsync(Printable.Line(line));
        }

        if (result.Outcome != RunOutcome.Complete)
            await console.Out.WriteLineAsync("Next: remove the cause, then verify again; nothing was written");
        else if (result.ExitCode == ExitCode.Different)
            await console.Out.WriteLineAsync($"All of them: {ShownPath.Of(DifferenceFile.PathIn(definition.StateFolder), console.WorkingDirectory)}");
        return result.ExitCode;
    }
}
