using System.Text.Json;
using Cocona;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Daemon;
using Dataflux.Cli.Monitoring;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux status</c>: where a migration stands, or all of them.</summary>
internal sealed class StatusCommand(CommandConsole console, Composition composition)
{
    private const int CrashLines = 5;
    private const int LogLines = 200;

    private const string KeptWhere = "To keep the database of a project that was moved, open it once where the project is now, "
        + "with 'dataflux sql' and the definition: from then on it belongs there";

    [Command("status", Description = "Says where a migration stands, or without a name where all of them stand. The exit code tells: "
        + "10 running, 11 never run, 4 failed or crashed, else that of the last run")]
    [Example("dataflux status", "all migrations of this project")]
    [Example("dataflux status pictures.yaml", "one of them in full")]
    [Example("dataflux status pictures.yaml --output json", "for programs")]
    public int Run(
        [Argument(Description = MigrationArguments.Meaning)] string? definition,
        [Option(ValueName = "folder", Description = Descriptions.StateDir)] string? stateDir,
        OutputOption answer,
        [Option(Description = "List the embedded databases whose project is gone, ask, and delete them for good")] bool removeOrphans,
        [Option('y', Description = "Do not ask before databases are deleted")] bool yes)
    {
        if (removeOrphans)
            return RemoveOrphans(Orphans(), yes);

        var lookup = new MigrationStateLookup(stateDir, console, composition);
        if (definition is not null)
            return Show(lookup.Find(definition), answer.IsJson);

        ShowAll(MigrationStatus.ReadAll(lookup.Directory()), answer.IsJson);
        if (!answer.IsJson)
            ShowOrphans(Orphans());
        return ExitCode.Complete;
    }

    private int Show(MigrationState state, bool json)
    {
        var status = MigrationStatus.Read(state.Name, state.Folder);
        if (json)
        {
            console.Out.WriteLine(JsonSerializer.Serialize(status, StatusFile.Json.MigrationStatus));
            return status.ExitCode;
        }

        foreach (var line in StatusText.Lines(status, console.Time.GetUtcNow(), console.WorkingDirectory))
            console.Out.WriteLine(line);

        if (status.Phase == RunPhase.Crashed)
            ShowLastWords(state);

        return status.ExitCode;
    }

    private IReadOnlyList<OrphanedDatabase> Orphans() =>
        [.. composition.Dialects.Targets.SelectMany(static dialect => dialect.Server?.FindOrphans() ?? [])];

    private void ShowAll(IReadOnlyList<MigrationStatus> all, bool json)
    {
        if (json)
        {
            console.Out.WriteLine(JsonSerializer.Serialize(all, StatusFile.Json.IReadOnlyListMigrationStatus));
            return;
        }

        if (all.Count == 0)
            console.Out.WriteLine("No migration has run here");

        foreach (var status in all)
            console.Out.WriteLine(StatusText.Line(status, console.Time.GetUtcNow()));
    }

    private int RemoveOrphans(IReadOnlyList<OrphanedDatabase> orphans, bool unasked)
    {
        if (orphans.Count == 0)
            console.Out.WriteLine("There are no embedded databases whose project is gone");
        else if (!unasked && !IsAllowed(orphans))
            return ExitCode.Usage;

        foreach (var orphan in orphans)
        {
            orphan.Remove();
            console.Out.WriteLine($"Removed: embedded database {orphan.Home} of {orphan.Project}, which is gone");
        }

        return ExitCode.Complete;
    }

    // A project that was moved looks like one that is gone, until its database was opened where it is now.
    private bool IsAllowed(IReadOnlyList<OrphanedDatabase> orphans)
    {
        List(orphans);
        console.Out.WriteLine(KeptWhere);
        if (console.Answers is not { } answers)
        {
            throw new UsageException(
                "--remove-orphans asks first, and nobody is there to answer; nothing was removed; give --yes to delete all that is listed");
        }

        console.Out.Write(
            $"Delete {(orphans.Count == 1 ? "this database" : $"these {orphans.Count} databases")} with all rows, for good? [y/N] ");
        console.Out.Flush();
        if (answers.ReadLine()?.Trim() is "y" or "Y" or "yes")
            return true;
        console.Out.WriteLine("Nothing was removed.");
        return false;
    }

    private void ShowOrphans(IReadOnlyList<OrphanedDatabase> orphans)
    {
        List(orphans);
        if (orphans.Count == 0)
            return;
        console.Out.WriteLine(KeptWhere);
        console.Out.WriteLine(
            "Next: if none of these projects was moved or comes back, delete their databases for good with: dataflux status "
            + "--remove-orphans");
    }

    private void List(IReadOnlyList<OrphanedDatabase> orphans)
    {
        foreach (var orphan in orphans)
            console.Out.WriteLine($"Orphan: embedded database {orphan.Home} of {orphan.Project}, which is gone");
    }

    private void ShowLastWords(MigrationState state)
    {
        var log = LogsCommand.TailOf(state).Last(LogLines);
        Show("Last output:", [.. OutputWithoutLog(state, log).TakeLast(CrashLines)]);
        Show("Last log lines:", [.. log.TakeLast(CrashLines)]);
        console.Out.WriteLine($"Next: resume it with: dataflux start {StatusFile.Read(state.Folder)?.Definition ?? state.Name}");
    }

    // What the runtime says of a crash begins with the reason; the frames below it would hide that.
    private static IEnumerable<string> OutputWithoutLog(MigrationState state, IReadOnlyList<string> log)
    {
        var output = DaemonStart.OutputOf(state.Folder);
        var logged = log.ToHashSet(StringComparer.Ordinal);
        return File.Exists(output)
            ? File.ReadLines(output).Where(line => !line.StartsWith("   at ", StringComparison.Ordinal) && !logged.Contains(line))
            : [];
    }

    private void Show(string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;

        console.Out.WriteLine(title);
        foreach (var line in lines)
            console.Out.WriteLine($"  {line}");
    }
}
