using Dataflux.Cli.Definitions;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Replaying;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Tracing;
using Dataflux.Profiles;

namespace Dataflux.Cli.Running;

/// <summary>A profile that works on the rejects of a migration: everything around a run is as it is for a migration.</summary>
internal sealed class ReplayedProfile(Profile profile, Replay replay) : Profile
{
    /// <summary>A composition whose source is the rejects of a replay.</summary>
    internal static Composition In(Composition composition, Definition definition, Replay replay) => composition with
    {
        Sources = [new SourceDialect(definition.Source.Type, [], _ => replay.Source)],
        LoadProfile = of =>
        {
            var loaded = composition.LoadProfile(of);
            return loaded with { Bind = context => Of(loaded.Bind(context), replay) };
        },
    };

    /// <inheritdoc/>
    public override Task<RunSummary> RunAsync(MigrationPlan plan, CancellationToken stop) => replay.RunAsync(profile, plan, stop);

    /// <inheritdoc/>
    public override ProfileTrace Trace(ItemSample sample, CoverageOptions? coverage = null) => profile.Trace(sample, coverage);

    /// <inheritdoc/>
    public override Task WriteAsync(ITarget target, IReadOnlyList<object> deletedKeys, IReadOnlyList<object> records) =>
        profile.WriteAsync(target, deletedKeys, records);

    private static ReplayedProfile Of(Profile profile, Replay replay) => new(profile, replay)
    {
        Hash = profile.Hash,
        Path = profile.Path,
        RecordTypes = profile.RecordTypes,
        MappedTypes = profile.MappedTypes,
    };
}
