using Dataflux.Engine.Contract;
using Dataflux.Engine.Reporting;

namespace Dataflux.Engine;

/// <summary>One run of a migration.</summary>
internal sealed class Migration<TRow, TRecord>(MigrationPlan plan, Profile<TRow, TRecord> profile)
    where TRecord : notnull
{
    internal Task<RunSummary> RunAsync(CancellationToken stop) =>
        throw new NotSupportedException($"{plan.Name} {profile.Path} {stop.IsCancellationRequested}");
}
