using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Runs;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Undoing;

/// <summary>What one may do with the images of a run but undo it.</summary>
public static class RunImages
{
    /// <summary>Deletes the images of a run.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="stop">Stops the call.</param>
    /// <exception cref="StateException">It has none, or the migration is running.</exception>
    /// <exception cref="TargetException">The target cannot be reached or changed.</exception>
    public static async Task ForgetAsync(UndoPlan plan, CancellationToken stop)
    {
        using var held = StateFolder.Lock(plan.StateFolder, plan.Name, plan.Time);
        var isInTarget = plan.Options.Checkpoint == CheckpointPlace.Target;
        await plan.Target.CallAsync(
            async () =>
            {
                await (plan.Target.Capabilities.SingleWriter?.ClaimAsync(plan.Name, stop) ?? Task.CompletedTask);
                if (plan.Target.Capabilities.Images is not { } images || !await images.ForgetAsync(plan.Name, plan.Run, stop))
                    throw new StateException($"run {plan.Run} of '{plan.Name}' has no images; 'dataflux runs' shows which runs have some");

                var runs = await RunHistory.ReadAsync(plan.StateFolder, plan.Name, isInTarget ? plan.Target : null, stop);
                if (runs.FirstOrDefault(run => run.Run == plan.Run) is { } known)
                    await plan.RunStore(stop).PutAsync(known with { UndoBytes = null });
            },
            stop);
    }
}
