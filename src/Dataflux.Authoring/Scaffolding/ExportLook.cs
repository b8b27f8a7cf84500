using Dataflux.Authoring.Inspection;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Looks into an export, and plans a profile by what was found.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects.</param>
/// <param name="options">What was asked for, with the source's options.</param>
/// <param name="scaffold">Names tables and columns.</param>
internal sealed class ExportLook(CommandConsole console, Composition composition, InitOptions options, ITableScaffold scaffold)
{
    private readonly OptionYaml _yaml = new(console.WorkingDirectory);

    /// <summary>Looks and plans.</summary>
    /// <param name="name">The migration's name.</param>
    /// <param name="flags">The options that flags gave.</param>
    /// <param name="stop">Stops the reading.</param>
    internal async Task<(ProfilePlan Plan, ScaffoldSource Source)> LookAsync(string name, HashSet<string> flags, CancellationToken stop)
    {
        var choice = composition.Reader(console).ReadSource(path: null, options.Overrides);
        var view = new InspectionView { Sample = options.Sample, TakesChain = true };
        var report = await new InspectionRun(console, composition, choice, view).InspectAsync(stop);
        var plan = new ProfilePlanner(name, report, options.Key, scaffold).Plan();
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
                written.Add((option.Name, _yaml.Of(option.Kind, text)));
        }

        if (report.Inspected.IsChain && !given.ContainsKey("exports"))
            written.Add(("exports", "all"));
        else if (report.Exports.Count > 1 && !given.ContainsKey("export") && !given.ContainsKey("exports"))
            written.Add(("export", YamlWriter.Scalar(report.Inspected.Id)));

        return new ScaffoldSource(choice.Type, written);
    }
}
