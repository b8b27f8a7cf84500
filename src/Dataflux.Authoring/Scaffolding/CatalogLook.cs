using Dataflux.Authoring.Inspection;
using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Plans a profile by what a source's catalog declares. Rows are looked at for values of tests alone.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects.</param>
/// <param name="options">What was asked for, with the source's options.</param>
/// <param name="scaffold">Names tables and columns.</param>
internal sealed class CatalogLook(CommandConsole console, Composition composition, InitOptions options, ITableScaffold scaffold)
{
    private readonly OptionYaml _yaml = new(console.WorkingDirectory);

    /// <summary>Asks and plans.</summary>
    /// <param name="name">The migration's name.</param>
    /// <param name="catalog">The catalog.</param>
    /// <param name="stop">Stops the calls.</param>
    internal async Task<(ProfilePlan Plan, ScaffoldSource Source)> LookAsync(string name, ISourceCatalog catalog, CancellationToken stop)
    {
        if (options.Key.Count > 0)
            options.Overrides.Source[catalog.KeyOption] = YamlScalar.Given("--key", string.Join(", ", options.Key));

        var choice = composition.Reader(console).ReadSource(path: null, options.Overrides);
        var described = await catalog.DescribeAsync(CatalogRun.Settings(choice.Values), stop);
        if (!described.IsChosen)
        {
            foreach (var (option, value) in catalog.Choose([OnlyOf(described).Name]))
                options.Overrides.Source[option] = YamlScalar.Given("--table", value);

            choice = composition.Reader(console).ReadSource(path: null, options.Overrides);
        }

        RefuseUnreadable(described);
        var samples = new CatalogSample(console, composition.Dialects.Source(choice.Type), catalog, choice.Values);
        var examples = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var table in described.Tables)
        {
            console.Out.WriteLine(
                $"{described.Location}: {table.Name}, {Figures.Count(table.Columns.Count, "column")}"
                + (table.Rows is { } rows ? $", about {Figures.Count(rows, "row")}" : "") + $"; key: {string.Join(", ", table.Key)}");
            examples[table.Name] = await samples.ExamplesAsync(table, isOnly: described.Tables.Count == 1, stop);
        }

        if (choice.Shape.Options.Any(option => option.Secret && choice.Values.ContainsKey(option.Name)))
            console.Out.WriteLine($"What is secret was not written: {catalog.LoginComment}");

        return (new CatalogPlanner(name, described, examples, scaffold).Plan(), Source(choice, catalog));
    }

    private static DescribedTable OnlyOf(SourceDescription described)
    {
        if (described.Tables.Count == 1)
            return described.Tables[0];

        var names = described.Tables.Select(static table => table.Name).ToList();
        throw new UsageException(names.Count == 0
            ? $"{described.Location} has no tables that this user sees; name one with --table"
            : $"{described.Location} has {Figures.Count(names.Count, "table")} ({string.Join(", ", names)}); name those to read with "
                + $"--table, such as --table {names[0]} --table {names[1]}");
    }

    private void RefuseUnreadable(SourceDescription described)
    {
        foreach (var table in described.Tables)
        {
            if (table.Problem is { } problem)
                throw new SourceException($"{described.Location}: {table.Name}: {problem}");

            if (table.Key.Count == 0)
            {
                var lacking = table.KeyProblem ?? "nothing says which columns tell its rows apart";
                throw new UsageException(
                    $"{described.Location}: {table.Name}: {lacking}; for 'init' name them with --key"
                        + (described.Tables.Count == 1 ? "" : ", in a migration of this table alone"));
            }

            if (described.Tables.Count > 1 && options.Key.Count > 0)
                throw new UsageException("--key names the key of one table; leave it out, or make a migration for each table");

            if (Unfit(table) is { } unfit)
            {
                var type = table.Columns.First(column => column.Name == unfit).Type;
                throw new UsageException(
                    $"{described.Location}: {table.Name}: its key has '{unfit}' ({type}), which no key of this target may have; name other "
                        + "columns with --key");
            }
        }
    }

    // Those of more columns than a key has become one text, which documents cannot.
    private string? Unfit(DescribedTable table)
    {
        var single = table.Key.Count <= scaffold.MostKeys ? table.Key.Count : scaffold.MostKeys - 1;
        return table.Key.Where((name, i) => table.Columns.First(column => column.Name == name).Kind is var kind
            && (i < single ? !scaffold.CanBeKey(kind) : kind == ColumnKind.Document)).FirstOrDefault();
    }

    /// <summary>Where it is, without secrets; and the options that were given beside.</summary>
    private ScaffoldSource Source(DialectChoice choice, ISourceCatalog catalog)
    {
        var place = catalog.PlaceOf(CatalogRun.Settings(choice.Values)).ToDictionary(StringComparer.Ordinal);
        var written = new List<(string, string)>();
        foreach (var option in choice.Shape.Options)
        {
            var text = place.GetValueOrDefault(option.Name)
                ?? (option.Secret ? null : (options.Overrides.Source.GetValueOrDefault(option.Name) as YamlScalar)?.Text);
            if (text is not null)
                written.Add((option.Name, _yaml.Of(option.Kind, text)));
        }

        return new ScaffoldSource(choice.Type, written) { Comment = catalog.LoginComment };
    }
}
