using System.Globalization;
using Cocona;
using Cocona.ShellCompletion.Candidate;
using Dataflux.Cli.CommandLine;
using Dataflux.Cli.Verifying;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Verifying;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux verify</c>: compares a target with the export, and writes nothing.</summary>
internal sealed class VerifyCommand(CommandConsole console, Composition composition, CommandCall call)
{
    private const string Missing = "missing";
    private const string All = "all";

    [Command("verify", Description = "Reads the export again, runs the script, and compares what a run would write with the target, in "
        + "transactions that write nothing, unless it is to repair. Exit codes: 0 equal, 5 differences, 4 could not finish, 2 wrong usage, "
        + "definition or profile, 130 or 143 interrupted")]
    [Example("dataflux verify pictures.yaml", "every record, every column")]
    [Example("dataflux verify pictures.yaml --sample 1%", "a hundredth of the keys")]
    [Example("dataflux verify pictures.yaml --repair missing", "writes what is missing, a run of its own")]
    [Example(
        "dataflux verify pictures.yaml --recheck 30s --summary verify.json",
        "beside a live application, with a record for the change board")]
    public Task<int> RunAsync(
        DefinitionArguments arguments,
        [Option(ValueName = "share", Description = "Only this share of the keys, such as 1%; the same keys every time")] string? sample,
        [Option(Description = "Only whether the rows are there, not what is in them")] bool counts,
        [Option(ValueName = "a,b", Description = "Only these columns")] string? columns,
        [Option(ValueName = "time", Description = "Look once more, after this time, at what differs: an application may be writing")]
        string? recheck,
        [Option(Description = "Only the keys that differed last time")] bool again,
        [Option(ValueName = "missing|all",
            Description = "Write the rows that are missing, or all that differ, as the export leaves them; then compare these again")]
        [CompletionCandidates([Missing, All])]
        string? repair,
        [Option(Description = "Begin again, where an interrupted verification could be gone on with")] bool restart,
        [Option(ValueName = "file", Description = "Write the result as JSON, with the hashes of export, profile and catalog")]
        string? summary,
        [Option(ValueName = "name=value",
            Description = "Another value for an option of the profile, or for source.name or target.name; repeatable")]
        string[]? set)
    {
        var settings = new VerifySettings
        {
            Repair = repair switch
            {
                null => RepairMode.None,
                Missing => RepairMode.Missing,
                All => RepairMode.All,
                _ => throw new UsageException($"--repair is '{repair}'; expected {Missing} or {All}"),
            },
            Sample = sample is null ? null : Share(sample),
            Counts = counts,
            Columns = columns?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Recheck = recheck is null
                ? null
                : DurationText.Parse(recheck)
                    ?? throw new UsageException($"--recheck is '{recheck}'; expected {ValueReader.Expected(ValueKind.Duration)}"),
            Again = again,
            Restart = restart,
            Summary = summary is null ? null : Path.GetFullPath(summary, console.WorkingDirectory),
        };
        if (settings is { Repair: not RepairMode.None, Columns: not null })
            throw new UsageException("--repair writes whole rows; leave out --columns");

        var overrides = arguments.Overrides();
        overrides.Set(set ?? []);
        var definition = composition.Reader(console).Read(arguments.Path(console), overrides).OrThrow();
        return new VerifyRun(console, composition, definition, settings).RunAsync(call.Stop);
    }

    private static double Share(string text) =>
        text.EndsWith('%')
            && double.TryParse(
                text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent is > 0 and <= 100
            ? percent / 100
            : throw new UsageException($"--sample is '{text}'; expected a share such as 1% or 0.1%");
}
