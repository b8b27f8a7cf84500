using System.CommandLine;
using System.Globalization;
using Dataflux.Cli.Verifying;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Verifying;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux verify</c>: compares a target with the export, and writes nothing.</summary>
internal sealed class VerifyCommand : Command, IExamples
{
    private readonly DefinitionArguments _arguments;
    private readonly Option<string?> _sample = new("--sample")
    {
        HelpName = "share",
        Description = "Only this share of the keys, such as 1%; the same keys every time",
    };

    private readonly Option<bool> _counts = new("--counts") { Description = "Only whether the rows are there, not what is in them" };
    private readonly Option<string?> _columns = new("--columns") { HelpName = "a,b", Description = "Only these columns" };
    private readonly Option<string?> _recheck = new("--recheck")
    {
        HelpName = "time",
        Description = "Look once more, after this time, at what differs: an application may be writing",
    };

    private readonly Option<bool> _again = new("--again") { Description = "Only the keys that differed last time" };
    private readonly Option<string?> _repair = new("--repair")
    {
        HelpName = "missing|all",
        Description = "Write the rows that are missing, or all that differ, as the export leaves them; then compare these again",
    };

    private readonly Option<bool> _restart = new("--restart")
    {
        Description = "Begin again, where an interrupted verification could be gone on with",
    };
    private readonly Option<string?> _summary = new("--summary")
    {
        HelpName = "file",
        Description = "Write the result as JSON, with the hashes of export, profile and catalog",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "name=value",
        Description = "Another value for an option of the profile, or for source.name or target.name; repeatable",
    };

    internal VerifyCommand(CommandConsole console, Composition composition)
        : base("verify", "Reads the export again, runs the script, and compares what a run would write with the target, in transactions "
            + "that write nothing, unless it is to repair. Exit codes: 0 equal, 5 differences, 4 could not finish, 2 wrong usage, "
            + "definition or profile, 130 or 143 interrupted")
    {
        _arguments = new DefinitionArguments(this);
        Add(_sample);
        Add(_counts);
        Add(_columns);
        Add(_recheck);
        Add(_again);
        Add(_repair);
        Add(_restart);
        Add(_summary);
        Add(_set);
        SetAction(
            (parsed, stop) => new VerifyRun(
                console, composition, Read(parsed, console, composition), Settings(parsed, console)).RunAsync(stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux verify pictures.yaml", "every record, every column"),
        ("dataflux verify pictures.yaml --sample 1%", "a hundredth of the keys"),
        ("dataflux verify pictures.yaml --repair missing", "writes what is missing, a run of its own"),
        ("dataflux verify pictures.yaml --recheck 30s --summary "
            + "verify.json", "beside a live application, with a record for the change board"),
    ];

    private Definition Read(ParseResult parsed, CommandConsole console, Composition composition)
    {
        var overrides = _arguments.Overrides(parsed);
        overrides.Set(parsed.GetValue(_set) ?? []);

        return composition.Reader(console).Read(_arguments.Path(parsed, console), overrides).OrThrow();
    }

    private VerifySettings Settings(ParseResult parsed, CommandConsole console)
    {
        var settings = Read(parsed, console);
        if (settings is { Repair: not RepairMode.None, Columns: not null })
            throw new UsageException("--repair writes whole rows; leave out --columns");
        return settings;
    }

    private VerifySettings Read(ParseResult parsed, CommandConsole console) => new()
    {
        Repair = parsed.GetValue(_repair) switch
        {
            null => RepairMode.None,
            "missing" => RepairMode.Missing,
            "all" => RepairMode.All,
            var other => throw new UsageException($"--repair is '{other}'; expected missing or all"),
        },
        Sample = parsed.GetValue(_sample) is { } share ? Share(share) : null,
        Counts = parsed.GetValue(_counts),
        Columns = parsed.GetValue(_columns)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        Recheck = parsed.GetValue(_recheck) is { } time
            ? DurationText.Parse(time)
                ?? throw new UsageException($"--recheck is '{time}'; expected {ValueReader.Expected(ValueKind.Duration)}")
            : null,
        Again = parsed.GetValue(_again),
        Restart = parsed.GetValue(_restart),
        Summary = parsed.GetValue(_summary) is { } path ? Path.GetFullPath(path, console.WorkingDirectory) : null,
    };

    private static double Share(string text) =>
        text.EndsWith('%')
            && double.TryParse(
                text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent is > 0 and <= 100
            ? percent / 100
            : throw new UsageException($"--sample is '{text}'; expected a share such as 1% or 0.1%");
}
