using System.Globalization;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking.Watching;

/// <summary>
/// <c>dataflux check --watch</c>: checks, waits until a file is saved, and checks again. Each round is framed by a line that begins
/// with <c>check begins</c> and one that begins with <c>check ends</c>, by which editors know what is current; all of it goes to
/// standard output, so that nothing of a round can be read outside of its frame.
/// </summary>
/// <param name="console">The console.</param>
/// <param name="run">Makes a run that reports to a report; its scripts are freed when a round ends.</param>
/// <param name="report">Makes a round's report.</param>
internal sealed class CheckWatch(CommandConsole console, Func<ICheckReport, CheckRun> run, Func<ICheckReport> report)
{
    /// <summary>Checks until it is stopped.</summary>
    /// <param name="paths">The definitions, absolute.</param>
    /// <param name="options">What is to be checked.</param>
    /// <param name="stop">Ends the watch.</param>
    /// <returns>Never; it ends by <paramref name="stop"/>.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal async Task<int> RunAsync(IReadOnlyList<string> paths, CheckOptions options, CancellationToken stop)
    {
        using var changes = new FileChanges(console.Time);
        changes.Watch([.. paths, .. Projects(paths)], since: DateTimeOffset.MaxValue);
        var cause = string.Join(", ", paths.Select(Shown));
        while (true)
        {
            var started = console.Time.GetUtcNow();
            console.Out.WriteLine($"check begins: {cause}");
            var (tally, files) = await RoundAsync(paths, options, stop);
            changes.Watch([.. paths, .. Projects(paths), .. files], started);
            var seconds = (console.Time.GetUtcNow() - started).TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
            console.Out.WriteLine($"check ends: {Count(tally.Errors, "error")}, {Count(tally.Warnings, "warning")}, {seconds} s; "
                + $"watching {Count(changes.Files, "file")}, Ctrl+C ends it");
            Rest();
            cause = $"{Shown(await changes.NextAsync(stop))} changed";
        }
    }

    private async Task<(CheckTally Tally, IReadOnlyCollection<string> Files)> RoundAsync(
        IReadOnlyList<string> paths, CheckOptions options, CancellationToken stop)
    {
        var check = run(report());
        try
        {
            return (await check.RunAsync(paths, options, stop), check.Files);
        }
        catch (DatafluxException e)
        {
            // The next save may put it right.
            console.Out.WriteLine($"error: {e.Message}");
            return (new CheckTally(1, 0), check.Files);
        }
    }

    // Nobody waits now. The round's compilation and its unloaded script go at once, instead of when memory runs short.
    private static void Rest()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    // One that is not there yet counts as soon as it is.
    private static IEnumerable<string> Projects(IReadOnlyList<string> paths) =>
        paths.Select(ProjectFile.Of).Select(project => project.Path ?? Path.Combine(project.Folder, ProjectFile.FileName));

    private string Shown(string path) => ShownPath.Of(path, console.WorkingDirectory);

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
