using Dataflux.Composing;
using Dataflux.Definitions;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Inspection;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Tracing;
using Dataflux.Profiles;

namespace Dataflux.Authoring.Sampling;

/// <summary>A sample of a definition's export, and what the definition's profile makes of it.</summary>
/// <param name="Export">The export.</param>
/// <param name="Items">The sample.</param>
/// <param name="Profile">The profile, bound to the definition's options and the export's time.</param>
/// <param name="Trace">What became of each item.</param>
internal sealed record TracedSample(Export Export, ItemSample Items, Profile Profile, ProfileTrace Trace)
{
    // Somebody waits in front of the screen: an outage is reported, not waited out.
    private static readonly MigrationOptions Patience = new() { RetryFor = TimeSpan.FromSeconds(3) };

    /// <summary>Reads items and sends them through the profile.</summary>
    /// <param name="composition">The dialects.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="script">Its compiled script.</param>
    /// <param name="items">How many items.</param>
    /// <param name="time">Where the time comes from.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <param name="matches">What items to look for, in all of the export; none: the first of some files.</param>
    /// <exception cref="SourceException">The export cannot be read.</exception>
    internal static async Task<TracedSample> TakeAsync(
        Composition composition,
        Definition definition,
        LoadedProfile script,
        int items,
        TimeProvider time,
        CancellationToken stop,
        IReadOnlyList<AttributeMatch>? matches = null)
    {
        definition = composition.OnSample(definition);
        var dialect = composition.Dialects.Source(definition.Source.Type);
        await using var source = dialect.Create(Settings(dialect, definition));
        var observer = new SilentObserver();
        var export = await ExportOpening.OpenAsync(source, Patience, observer, time, stop);
        var sampler = new ItemSampler(source, export, definition.Nul, Patience, observer, time);
        var sample = matches is { Count: > 0 } ? await sampler.FindAsync(matches, items, stop) : await sampler.ReadAsync(items, stop);
        var profile = script.Bind(new ProfileContext(definition.Options, export.Time, ProfileLog.None));
        return new TracedSample(export, sample, profile, ProfileTrace.For(profile, sample, definition.Coverage));
    }

    /// <summary>
    /// One item of each kind, with the other items of its group, and the first malformed line; <see langword="null"/> where all items are
    /// of one kind.
    /// </summary>
    /// <param name="coverage">Which attributes the profile leaves unread knowingly.</param>
    internal TracedSample? OneOfEachKind(CoverageOptions? coverage)
    {
        var whole = Items.Items.Where(static one => one.Item.Item is not null).ToList();
        var first = ItemKinds.FirstOfEach([.. whole.Select(static one => one.Item.Item!.Value)]);
        if (first.Count < 2)
            return null;

        var meant = first.Select(index => (whole[index].Part, whole[index].Item.Line)).ToHashSet();
        meant.UnionWith(Items.Items.Where(static one => one.Item.Item is null).Take(1).Select(static one => (one.Part, one.Item.Line)));
        foreach (var part in Trace.Parts)
        {
            var groups = part.Items.Where(item => meant.Contains((part.Name, item.Line))).Select(static item => item.Group);
            meant.UnionWith(groups.OfType<TracedGroup>().SelectMany(static group => group.Items)
                .Select(item => (part.Name, item.Line)).ToList());
        }

        var items = Items.Where((part, item) => meant.Contains((part, item.Line)));
        return this with { Items = items, Trace = ProfileTrace.For(Profile, items, coverage) };
    }

    /// <summary>The definition's settings, without its state folder: looking leaves nothing there.</summary>
    private static DialectSettings Settings(SourceDialect dialect, Definition definition)
    {
        var values = new Dictionary<string, object>(definition.Source.Values, StringComparer.Ordinal);
        foreach (var (name, value) in dialect.SampleOptions)
            values[name] = value;

        return new DialectSettings(values, Path.Combine(Path.GetTempPath(), $"dataflux-sample-{Environment.ProcessId}"));
    }
}
