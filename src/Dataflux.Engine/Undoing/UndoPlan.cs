using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Runs;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Undoing;

/// <summary>What undoing a run needs.</summary>
public sealed record UndoPlan
{
    private const int UsualPieceSize = 5_000;

    /// <summary>The migration's name.</summary>
    public required string Name { get; init; }

    /// <summary>The target; the plan's owner disposes it.</summary>
    public required ITargetConnection Target { get; init; }

    /// <summary>The migration's state folder, absolute.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Told what a person should know.</summary>
    public required IMigrationObserver Observer { get; init; }

    /// <summary>The number of the run that is undone.</summary>
    public required long Run { get; init; }

    /// <summary>Whether rows that others changed since are restored too.</summary>
    public bool Force { get; init; }

    /// <summary>How patiently to work, and where state is.</summary>
    public MigrationOptions Options { get; init; } = new();

    /// <summary>How many images a transaction has at most.</summary>
    internal int PieceSize => Options.BatchSize ?? UsualPieceSize;

    /// <summary>Where the migration's runs are, which does not run.</summary>
    /// <param name="stop">Stops what is asked of it.</param>
    internal IRunStore RunStore(CancellationToken stop) => Options.Checkpoint == CheckpointPlace.Target
        ? new RunsInTarget(Name, keep => StateInTarget.InTransactionAsync(Target, keep, stop))
        : new RunsInFolder(StateFolder);

    /// <summary>Strikes secrets out of what failures say.</summary>
    public Func<string, string> Redact { get; init; } = static text => text;

    /// <summary>Where the time comes from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
