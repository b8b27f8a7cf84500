using Cocona;
using Dataflux.Authoring.Scaffolding;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux init</c>: writes the files of a new migration.</summary>
internal sealed class InitCommand(CommandConsole console, Composition composition, CommandCall call)
{
    private const long DefaultSample = 100_000;

    [Command("init", Description = "Writes a new migration: a definition and a profile that runs as it stands, made from an export, or "
        + "from tables as their catalog describes them, if one is given. Overwrites nothing. Exit codes: 0 done, 2 wrong usage, files that "
        + "exist or nothing found, 4 the export or the database is damaged or out of reach")]
    [Example("dataflux init pictures --from ./export", "a migration that fits the export in a folder")]
    [Example("dataflux init shop --from s3://exports/shop --key pk,sk", "the same from a bucket, with the key you know")]
    [Example("dataflux init orders --from postgresql://app@db.example.com/shop --table orders", "a table of a database, read by its types")]
    [Example("dataflux init users", "a profile to start with, full of comments")]
    [Example("dataflux init", "only the files for editors, for a project that has migrations")]
    public Task<int> RunAsync(
        [Argument(Description = "The migration's name; its files are migrations/<name>.yaml and .csx. Without it: only the files for "
            + "editors")]
        string? name,
        [Option(ValueName = "export", Description = "The export that the profile is made to fit: " + Descriptions.Places)] string? from,
        [Option(ValueName = "name", Description = SourceOptions.Tables + " [default: the only one]")] string[]? table,
        [Option(ValueName = "id|latest",
            Description = SourceOptions.Export + " [default: latest, with the incremental ones after it]")]
        string? export,
        [Option(ValueName = "type", Description = "The kind of target whose tables are made: " + Descriptions.Scaffolds)] string? target,
        [Option(
            ValueName = "a[,b]",
            Description = "The table's key attributes [default: those whose values are unique; of a database what it declares]")]
        string? key,
        [Option(ValueName = "n", Description = "Looks at about so many items, spread over all files [default: 100000]")] long? sample,
        [Option(Description = "Looks at all items, so that types fit all of them")] bool all,
        [Option(Description = "Writes no files for editors: schema, tasks, launching")] bool noEditor,
        SourceOptions source)
    {
        if (sample is <= 0)
            throw new UsageException($"--sample is {sample}; expected a number of items, 1 or more");

        if (sample is not null && all)
            throw new UsageException("--sample and --all exclude each other; give one of them");

        if (from is not null && name is null)
            throw new UsageException("--from needs the migration's name: dataflux init <name> --from <export>");

        if (table is { Length: > 0 } && from is null)
            throw new UsageException("--table needs the database that has it: dataflux init <name> --from <database> --table <name>");

        if (name is null && noEditor)
            throw new UsageException("there is nothing to write: give the migration's name, or leave out --no-editor");

        var overrides = new Overrides();
        source.AddTo(overrides, export);
        return new InitRun(console, composition, new InitOptions
        {
            Name = name,
            Target = target,
            From = from,
            Tables = table ?? [],
            Overrides = overrides,
            Sample = all ? null : sample ?? DefaultSample,
            Key = key?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            ForEditors = !noEditor,
        }).RunAsync(call.Stop);
    }
}
