using Dataflux.Cli.Monitoring;
using Dataflux.Cli.Output;
using Dataflux.Cli.Terminal;
using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Settings;
using Dataflux.Engine.State;
using Dataflux.Profiles;
using Spectre.Console;

namespace Dataflux.Cli.Running;

/// <summary>One run of <c>dataflux migrate</c>, after the definition is known to be right: script, export, engine, summary.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects and the script host.</param>
/// <param name="definition">What to run.</param>
/// <param name="view">How it is shown.</param>
internal sealed class MigrationRun(CommandConsole console, Composition composition, Definition definition, RunView view)
{
    private const string RejectFile = "rejects.ndjson";
    private readonly Screen _screen = new(console);

    /// <summary>Runs the migration.</summary>
    /// <param name="stop">Asks it to finish its batches, save and return.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(CancellationToken stop)
    {
        // Nothing is touched before the script is known to be right.
        using var script = ProfileCheck.Require(composition, definition);
        await OfferServerAsync(stop);

        var scripts = new ScriptWatch();
        using var signals = new StopSignals(_screen.ErrorLine, Environment.Exit)
        {
            IsStuck = () => scripts.HasOverdue,
            Announcement = RunLines.Stopping,
            GaveUp = RunLines.GaveUp,
            Time = console.Time,
        };
        if (console.OwnsProcess)
            signals.Listen();

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop, signals.Stop);
        using var log = OpenLog();
        await using var watched = new WatchedRun(definition, log, _screen, view, console.Time, scripts);
        await using var stopped = stopping.Token.Register(watched.Stopping);
        try
        {
            await using var outlets = await Outlets.OpenAsync(view, watched.Monitor, log, console.Environment);
            var observer = new Observers([watched.Observer, .. outlets.Observers]);
            var summary = await MigrateAsync(script, log, observer, scripts, stopping.Token);
            Report(summary, log);
            var code = summary.Outcome == RunOutcome.Interrupted ? signals.ExitCode ?? summary.ExitCode : summary.ExitCode;
            watched.Ended(code);
            return code;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            watched.EndProgress();
            _screen.Line(NextStep.Resume);
            var code = signals.ExitCode ?? ExitCode.Interrupted;
            watched.Failed("stopped before the first file", code, RunPhase.Interrupted);
            return code;
        }
        catch (DatafluxException e)
        {
            watched.EndProgress();
            log.Error(e.Message);
            watched.Failed(e.Message, e.ExitCode);
            throw new LoggedException(e);
        }
        catch (Exception e)
        {
            // An edge: whatever it is, its details belong into the log and its name before the user.
            watched.EndProgress();
            log.Debug(RunLines.Bug(e));
            watched.Failed($"unexpected {e.GetType().Name}: {e.Message}", ExitCode.Failed);
            throw new UnexpectedException(e, log.Redact(e.Message), ShownPath.Of(log.File, console.WorkingDirectory));
        }
    }

    private IPrivateServer? Server =>
        composition.DialectOf(definition).Server is { } server && server.IsMeantBy(definition.TargetSettings) ? server : null;

    // A run without a database on a machine without a server: who is there is asked, before there is a log or progress on the screen.
    private async Task OfferServerAsync(CancellationToken stop)
    {
        if (console.Answers is not null && Server is { } server && await server.OfferAsync(stop) is { } offer
            && await Confirmation.AskAsync(console, "migrate", offer.Question))
        {
            await offer.AcceptAsync(stop);
        }
    }

    private RunLog OpenLog()
    {
        try
        {
            StateFolder.MakePrivate(definition.StateFolder);
            StateFolder.MakePrivate(definition.LogFolder);
            StateFolder.MakePrivateFile(definition.LogFile);
            return new RunLog(
                definition.Name,
                definition.LogFile,
                _screen,
                view.Verbosity,
                definition.Secrets,
                console.Time,
                view.LogFormat,
                console.Secrets);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"the log {definition.LogFile} cannot be written: {e.Message}; choose another folder with 'logDir' or 'stateDir'");
        }
    }

    private async Task<RunSummary> MigrateAsync(
        LoadedProfile script, RunLog log, IMigrationObserver observer, ScriptWatch scripts, CancellationToken stop)
    {
        log.Info(RunLines.Definition(definition));
        log.Info(RunLines.Profile(definition.ProfileShown, script.Hash));
        if (Server?.NoticeOf(definition.TargetSettings) is { } notice)
            log.Info(notice);
        foreach (var warning in script.Warnings)
            log.Warn(warning.ToString());

        await using var opened = await OpenMigration.OpenAsync(
            composition,
            definition,
            script,
            observer,
            new ProfileLog((level, text) => FromProfile(log, level, text)),
            log.Redact,
            console.Time,
            stop);
        return await script.Run(opened.Profile, opened.Plan with { ScriptWatch = scripts }, stop);
    }

    private static void FromProfile(RunLog log, string level, string text)
    {
        if (level == "WARN")
            log.Warn(text);
        else
            log.Info(text);
    }

    private void Report(RunSummary summary, RunLog log)
    {
        if (summary.Error is { } error)
            log.Error(error);

        var next = NextStep.After(
            summary, definition.Path, ShownPath.Of(Path.Combine(definition.StateFolder, RejectFile), console.WorkingDirectory),
            composition.DialectOf(definition).Shell is not null);
        foreach (var line in SummaryText.Lines(summary))
            Show(line, log, view.Verbosity != Verbosity.Quiet);

        Show(new(next), log, view.Verbosity != Verbosity.Quiet || summary.ExitCode != ExitCode.Complete);
    }

    // The summary is for people; a screen of JSON lines stays one.
    private void Show(SummaryLine line, RunLog log, bool onScreen)
    {
        if (log.Format == LogFormat.Json && onScreen)
        {
            log.Info(line.Text);
            return;
        }

        log.FileOnly(line.Text);
        if (onScreen)
            _screen.Line(line.IsProven && _screen.ShowsMarks ? line.Text + " ✓" : line.Text, StyleOf(line.Tone));
    }

    private static Style? StyleOf(LineTone tone) => tone switch
    {
        LineTone.Good => new Style(Color.Green),
        LineTone.Warning => new Style(Color.Yellow),
        LineTone.Bad => new Style(Color.Red),
        _ => default(Style?),
    };
}
