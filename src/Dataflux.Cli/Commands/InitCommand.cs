using System.CommandLine;
using Dataflux.Authoring.Scaffolding;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux init</c>: writes the files of a new migration.</summary>
internal sealed class InitCommand : Command, IExamples
{
    private const long DefaultSample = 100_000;

    private readonly Argument<string?> _name = new("name")
    {
        Description = "The migration's name; its files are migrations/<name>.yaml and .csx. Without it: only the files for editors",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _from = new("--from") { HelpName = "export" };
    private readonly SourceOptions _source = new("latest, with the incremental ones after it");

    private readonly Option<string?> _key = new("--key")
    {
        HelpName = "a[,b]",
        Description = "The table's key attributes [default: those whose values are unique]",
    };

    private readonly Option<long?> _sample = new("--sample")
    {
        HelpName = "n",
        Description = "Looks at about so many items, spread over all files [default: 100000]",
    };

    private readonly Option<bool> _all = new("--all") { Description = "Looks at all items, so that types fit all of them" };
    private readonly Option<bool> _noEditor = new("--no-editor") { Description = "Writes no files for editors: schema, tasks, launching" };

    internal InitCommand(CommandConsole console, Composition composition)
        : base("init", "Writes a new migration: a definition and a profile that runs as it stands, made from an export if one is given. "
            + "Overwrites nothing. Exit codes: 0 done, 2 wrong usage, files that exist or nothing found, 4 the export is damaged or out "
            + "of reach")
    {
        _from.Description = $"The export that the profile is made to fit: {composition.Dialects.Places}";
        Add(_name);
        Add(_from);
        Add(_source.Export);
        Add(_key);
        Add(_sample);
        Add(_all);
        Add(_noEditor);
        Add(_source.Set);
        SetAction((parsed, stop) => new InitRun(console, composition, Read(parsed)).RunAsync(stop));
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux init pictures --from ./export", "a migration that fits the export in a folder"),
        ("dataflux init shop --from s3://exports/shop --key pk,sk", "the same from a bucket, with the key you know"),
        ("dataflux init users", "a profile to start with, full of comments"),
        ("dataflux init", "only the files for editors, for a project that has migrations"),
    ];

    private InitOptions Read(ParseResult parsed)
    {
        var (name, from, sample) = (parsed.GetValue(_name), parsed.GetValue(_from), parsed.GetValue(_sample));
        if (sample is <= 0)
            throw new UsageException($"--sample is {sample}; expected a number of items, 1 or more");

        if (sample is not null && parsed.GetValue(_all))
            throw new UsageException("--sample and --all exclude each other; give one of them");

        if (from is not null && name is null)
            throw new UsageException("--from needs the migration's name: dataflux init <name> --from <export>");

        if (name is null && parsed.GetValue(_noEditor))
            throw new UsageException("there is nothing to write: give the migration's name, or leave out --no-editor");

        return new InitOptions
        {
            Name = name,
            From = from,
            Overrides = Overrides(parsed),
            Sample = parsed.GetValue(_all) ? null : sample ?? DefaultSample,
            Key = parsed.GetValue(_key)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            ForEditors = !parsed.GetValue(_noEditor),
        };
    }

    private Overrides Overrides(ParseResult parsed)
    {
        var overrides = new Overrides();
        _source.AddTo(overrides, parsed);
        return overrides;
    }
}
