using Dataflux.Authoring.Inspection;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>One run of <c>dataflux init</c>: looks into the export, plans, writes, and says what to do next.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects.</param>
/// <param name="options">What was asked for.</param>
internal sealed class InitRun(CommandConsole console, Composition composition, InitOptions options)
{
    private const string Folder = "migrations";
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
            return Write(editors.All(name: null), next: null);

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
        return Write([.. own, .. options.ForEditors ? editors.All(name) : []], $"dataflux check {name}");
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

    private async Task<(ProfilePlan Plan, ScaffoldSource Source)> LookAsync(string name, string from, CancellationToken stop)
    {
        var flags = options.Overrides.Source.Keys.ToHashSet(StringComparer.Ordinal);
        new ExportPlace(console, composition).Locate(from, options.Overrides);
        var choice = composition.Reader(console).ReadSource(path: null, options.Overrides);
        var view = new InspectionView { Sample = options.Sample, TakesChain = true };
        var report = await new InspectionRun(console, composition, choice, view).InspectAsync(stop);
        var plan = new ProfilePlanner(name, report, options.Key, _target.Scaffold!).Plan();
        var key = plan.Key.Count > 0 ? string.Join(", ", plan.Key)
            : plan.KeysOfKinds ? "of each kind its own"
            : "none found";
        console.Out.WriteLine($"{report.Inspected.Location}: {plan.About}; key: {key}");
        if (report.Inspection is { Malformed: > 0 and var malformed, FirstMalformed: { } first })
            console.Out.WriteLine(string.Create(null, $"{malformed:N0} of its lines hold no item and will be rejected, such as {first}"));

        return (plan, Source(choice, report, flags));
    }

    /// <summary>What flags said of the source, and which of several exports was looked into.</summary>
    private ScaffoldSource Source(DialectChoice choice, InspectionReport report, HashSet<string> flags)
    {
        var given = options.Overrides.Source;
        var written = new List<(string, string)>();
        foreach (var option in choice.Shape.Options)
        {
            var isMeant = !option.Secret && (option.DecidesResult || flags.Contains(option.Name));
            if (isMeant && given.GetValueOrDefault(option.Name) is YamlScalar { Text: var text })
                written.Add((option.Name, Yaml(option.Kind, text)));
        }

        if (report.Inspected.IsChain && !given.ContainsKey("exports"))
            written.Add(("exports", "all"));
        else if (report.Exports.Count > 1 && !given.ContainsKey("export") && !given.ContainsKey("exports"))
            written.Add(("export", YamlWriter.Scalar(report.Inspected.Id)));

        return new ScaffoldSource(choice.Type, written);
    }

    private string Yaml(OptionKind kind, string text) => kind switch
    {
        OptionKind.Boolean or OptionKind.Integer => text,
        OptionKind.Path => YamlWriter.ScalarWithoutVariables(Relative(text)),
        _ => YamlWriter.ScalarWithoutVariables(text),
    };

    /// <summary>Relative to the definition when it is in the project, so that the project can be moved.</summary>
    private string Relative(string path)
    {
        var full = Path.GetFullPath(path, console.WorkingDirectory);
        return FolderPath.IsInside(full, console.WorkingDirectory)
            ? Path.GetRelativePath(Path.Combine(console.WorkingDirectory, Folder), full).Replace('\\', '/')
            : full;
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
