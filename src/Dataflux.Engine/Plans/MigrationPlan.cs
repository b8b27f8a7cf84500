using Dataflux.Engine.Coverage;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Plans;

/// <summary>Everything a run needs, put together in one place by the front end.</summary>
public sealed record MigrationPlan
{
    /// <summary>The migration's name: the state folder's and the logs' name for it.</summary>
    public required string Name { get; init; }

    /// <summary>Where items come from; the plan's owner disposes it.</summary>
    public required ISource Source { get; init; }

    /// <summary>The export, as <see cref="Source"/> opened it: the profile's context needs its time before the profile can run.</summary>
    public required Export Export { get; init; }

    /// <summary>Where records go; the plan's owner disposes it.</summary>
    public required ITargetConnection Target { get; init; }

    /// <summary>The migration's state folder, absolute; made if it is not there.</summary>
    public required string StateFolder { get; init; }

    /// <summary>SHA-256 of the settings that decide the result (not of speeds and secrets), in hexadecimal.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>What becomes of characters that databases cannot hold; part of what decides the result.</summary>
    public NulPolicy Nul { get; init; }

    /// <summary>
    /// Whether deletes of incremental exports are skipped knowingly, even where the profile has a <c>deleteItem</c>. Without it, deletes
    /// that were skipped end the run with exit code 1, and are applied as soon as the profile can.
    /// </summary>
    public bool SkipDeletes { get; init; }

    /// <summary>Told what happens, for progress, logs and metrics.</summary>
    public required IMigrationObserver Observer { get; init; }

    /// <summary>How fast and how patiently to work.</summary>
    public MigrationOptions Options { get; init; } = new();

    /// <summary>
    /// How attributes are reported that no accessor of the profile reads; <see langword="null"/>: not at all, as for everything that brings
    /// only some of the items once more, and so cannot know.
    /// </summary>
    public CoverageOptions? Coverage { get; init; }

    /// <summary>Whether the target keeps what is needed to undo the run.</summary>
    internal bool KeepsImages => Options.KeepsImages || Target.Capabilities.Images is { KeepsAlways: true };

    /// <summary>
    /// The completed migration whose rejects this run replays, or whose rows it repairs; <see langword="null"/>: it is a migration itself.
    /// </summary>
    internal Replayed? Replayed { get; init; }

    /// <summary>Where the run is numbered; <see langword="null"/>: with its own state.</summary>
    internal RunsPlace? Runs { get; init; }

    /// <summary>Strikes secrets out of what failures say, before it is kept; items and records stay as they are.</summary>
    public Func<string, string> Redact { get; init; } = static text => text;

    /// <summary>Told where calls into the script are, so that one that does not come back can be named.</summary>
    public ScriptWatch ScriptWatch { get; init; } = new();

    /// <summary>Where the time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
