using Dataflux.Cli.Running;
using Dataflux.Cli.Terminal;
using Dataflux.Composing;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;
using Dataflux.Engine.Undoing;

namespace Dataflux.Cli.Undoing;

/// <summary>One run of <c>dataflux undo</c>.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects.</param>
/// <param name="definition">The definition.</param>
internal sealed class UndoCommandRun(CommandConsole console, Composition composition, Definition definition)
{
    /// <summary>The run that is undone.</summary>
    internal required long Number { get; init; }

    /// <summary>Whether it is only said what would be done.</summary>
    internal bool DryRun { get; init; }

    /// <summary>Whether rows that others changed since are restored too.</summary>
    internal bool Force { get; init; }

    /// <summary>Whether it does not ask.</summary>
    internal bool Yes { get; init; }

    /// <summary>Whether the answer is for programs.</summary>
    internal bool Json { get; init; }

    /// <summary>Undoes and shows.</summary>
    /// <param name="stop">Stops it.</param>
    /// <returns>The exit code.</returns>
    internal Task<int> RunAsync(CancellationToken stop) => Interruptible.RunAsync(console, UndoAsync, stop);

    /// <summary>What is done to the images of a run, for <c>forget</c> too.</summary>
    internal static UndoPlan Plan(CommandConsole console, Definition definition, ITargetConnection target, long run) => new()
    {
        Name = definition.Name,
        Target = target,
        StateFolder = definition.StateFolder,
        Observer = new NoticeObserver(console),
        Run = run,
        Options = definition.Migration,
        Redact = console.Secrets.Strike,
        Time = console.Time,
    };

    private async Task<int> UndoAsync(CancellationToken stop)
    {
        if (!Yes && !DryRun && (Json || console.Answers is null))
            throw new UsageException("undo asks first, and nobody is there to answer; look with --dry-run, then give --yes");

        await using var target = composition.TargetOf(definition);
        await using var undo = await RunUndo.OpenAsync(Plan(console, definition, target, Number) with { Force = Force }, stop);
        if (DryRun)
        {
            await ShowAsync(undo.Preview, UndoText.Preview(undo.Preview));
            return ExitCode.Complete;
        }

        if (!Yes)
        {
            await WriteAsync(UndoText.Preview(undo.Preview));
            if (!await Confirmation.AskAsync(console, "undo", $"Undo run {Number} of '{definition.Name}'?"))
            {
                await console.Out.WriteLineAsync("Nothing was changed.");
                return ExitCode.Usage;
            }
        }

        var result = await undo.RunAsync(stop);
        if (result.Error is { } error)
            await console.Error.WriteLineAsync($"error: {Printable.Message(error)}");
        var file = ShownPath.Of(UndoFile.PathIn(definition.StateFolder), console.WorkingDirectory);
        await ShowAsync(result, UndoText.Lines(result, undo.First, file, definition.Path));
        if (result.Outcome == RunOutcome.Interrupted)
            stop.ThrowIfCancellationRequested(); // the signal has the exit code
        return result.ExitCode;
    }

    private async Task ShowAsync(UndoResult result, IEnumerable<string> lines)
    {
        if (Json)
            await console.Out.WriteLineAsync(UndoFile.Format(result));
        else
            await WriteAsync(lines);
    }

    private async Task WriteAsync(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await console.Out.WriteLineAsync(Printable.Line(line));
    }
}
