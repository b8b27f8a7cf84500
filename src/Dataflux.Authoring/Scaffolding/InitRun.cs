using Dataflux.Authoring.Inspection;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>One run of <c>dataflux init</c>: looks into the source, plans, writes, and says what to do next.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects.</param>
/// <param name="options">What was asked for.</param>
internal sealed class InitRun(CommandConsole console, Composition composition, InitOptions options)
{
    internal const string Folder = "migrations";
    private readonly FileWriting _files = new(console.WorkingDirectory);
    private readonly TargetDialect _target = composition.Dialects.Targets.FirstOrDefault(
        dialect => dialect.Scaffold is not null && (options.Target ?? dialect.Type) == dialect.Type)
        ?? throw new UsageException(
            $"--target is '{options.Target}'; tables can be made for {composition.TypesWith(static dialect => dialect.Scaffold)}");

    /// <summary>Writes the files.</summary>
    /// <param name="stop">Stops the reading of the export; nothing is written before its end.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(CancellationToken stop)
    {
        var editors = new EditorFiles(composition.Schema);
        if (options.Name is not { } name)
            return Write(editors.All(name: null, [.. Profiles()]), next: null);

        RefuseWrong(name);
        _files.RefuseExisting([Definition(name), $"{Folder}/{name}.yml", Profile(name), Tests(name)]);
        var (plan, source) = options.From is { } from ? await LookAsync(name, from, stop) : (null, NotYet(name));
        var tables = TablesOf(name, plan);
        var statements = StatementsFile.Of(name, _target.Scaffold!, tables);
        var definition = new DefinitionWriter(name, source, _target, options.ForEditors ? $"../{EditorFiles.DefinitionSchema}" : null);
        ScaffoldFile[] own =
        [
            ScaffoldFile.Text(
                Definition(name), "the definition", definition.Write(plan, statements is null ? null : $"{name}.sql"), ExistingFile.Refuse),
            .. statements is null
                ? []
                : new[] { ScaffoldFile.Text($"{Folder}/{name}.sql", "makes the tables", statements, ExistingFile.Refuse) },
            ScaffoldFile.Text(Profile(name), plan is null ? "the profile" : $"the profile: {Tables(plan)}",
                plan is null ? StarterProfile.For(name, _target.Scaffold!) : new ProfileWriter(plan, _target.Scaffold!).Write(),
                ExistingFile.Refuse),
            ScaffoldFile.Text(
                Tests(name), "its tests", plan is null ? TestsWriter.OfStarter(name) : TestsWriter.Of(plan), ExistingFile.Refuse),
            .. _target.Scaffold!.FilesOf(name, tables).Select(
                static file => ScaffoldFile.Text($"{Folder}/{file.Path}", file.What, file.Text, ExistingFile.Refuse)),
        ];
        string[] profiles = [.. Profiles().Append(name).Order(StringComparer.Ordinal)];
        return Write([.. own, .. options.ForEditors ? editors.All(name, profiles) : []], $"dataflux check {name}");
    }

    // Those without a definition of their name are loaded by others, which say what is in them.
    private IEnumerable<string> Profiles()
    {
        var folder = Path.Combine(console.WorkingDirectory, Folder);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.csx").Select(static path => Path.GetFileNameWithoutExtension(path))
                .Where(name => Path.Exists(Path.Combine(folder, $"{name}.yaml")) || Path.Exists(Path.Combine(folder, $"{name}.yml")))
                .Where(static name => ValueReader.Read(ValueRule.Of(DefinitionKeys.Name), name, "").Message is null)
                .Order(StringComparer.Ordinal)
            : [];
    }

    private static string Definition(string name) => $"{Folder}/{name}.yaml";

    private static string Profile(string name) => $"{Folder}/{name}.csx";

    private static string Tests(string name) => $"{Folder}/{name}.tests.yaml";

    private IReadOnlyList<ScaffoldTable> TablesOf(string name, ProfilePlan? plan) =>
        plan is null ? [StarterProfile.TableOf(name, _target.Scaffold!)] : [.. plan.Entities.Select(static entity => entity.ToTable())];

    private static string Tables(ProfilePlan plan) => plan.Entities.Count == 1
        ? $"table {plan.Entities[0].Table}, {plan.Entities[0].Columns.Count} columns"
        : $"tables {string.Join(", ", plan.Entities.Select(static entity => entity.Table))}";

    private static void RefuseWrong(string name)
    {
        if (ValueReader.Read(ValueRule.Of(DefinitionKeys.Name), name, "").Message is { } message)
            throw new UsageException(message);
    }

    private Task<(ProfilePlan Plan, ScaffoldSource Source)> LookAsync(string name, string from, CancellationToken stop)
    {
        var flags = options.Overrides.Source.Keys.ToHashSet(StringComparer.Ordinal);
        var dialect = new ExportPlace(console, composition).Locate(from, options.Overrides, options.Tables);
        return dialect.Catalog is { } catalog
            ? new CatalogLook(console, composition, options, _target.Scaffold!).LookAsync(name, catalog, stop)
            : new ExportLook(console, composition, options, _target.Scaffold!).LookAsync(name, flags, stop);
    }

    private ScaffoldSource NotYet(string name)
    {
        var dialect = composition.Dialects.Sources.First(static dialect => dialect.Starter is not null);
        return new(dialect.Type, dialect.Starter!(name));
    }

    private int Write(IReadOnlyList<ScaffoldFile> files, string? next)
    {
        var kept = _files.Write(files);
        foreach (var file in files)
            console.Out.WriteLine($"{(kept.Contains(file) ? "kept   " : "written")}  {file.Path}  ({file.What})");

        if (next is not null)
            console.Out.WriteLine($"Next: {next}");

        return ExitCode.Complete;
    }
}
