using Dataflux.Engine.Comparing;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Reporting;

namespace Dataflux.Engine;

/// <summary>Starts a migration with a profile whose types its caller does not know.</summary>
public static class MigrationStart
{
    /// <summary>
    /// Runs a migration. Failures that end it resumable are in the summary's outcome; nothing was touched when it throws.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <param name="plan">What to run.</param>
    /// <param name="stop">Asks the run to finish its current batches, save and return.</param>
    /// <returns>The summary, which is also in the state folder.</returns>
    /// <exception cref="DatafluxException">The run could not begin: no export, wrong target, locked or foreign state.</exception>
    public static Task<RunSummary> RunAsync(Profile profile, MigrationPlan plan, CancellationToken stop) =>
        profile.Use(new Run(plan, stop));

    private sealed class Run(MigrationPlan plan, CancellationToken stop) : IProfileUse<Task<RunSummary>>
    {
        public async Task<RunSummary> With<TRow, TRecord>(Profile<TRow, TRecord> profile)
            where TRecord : notnull
        {
            await using var checks = BatchChecks.For(plan);
            await using var rerun = Rerun.For(plan);
            var cleaned = plan with { Source = CleanedSource.Of(plan.Source, plan.Nul) };
            return await new Migration<TRow, TRecord>(cleaned, profile, checks, rerun).RunAsync(stop);
        }
    }
}
