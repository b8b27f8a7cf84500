using Dataflux.Composing;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Profiles;

namespace Dataflux.Tests.Cli;

/// <summary>A profile whose run is what the test says: the commands around it are what is tested.</summary>
internal sealed class ScriptedRun : Profile
{
    internal override TResult Use<TResult>(IProfileUse<TResult> use) => throw new NotSupportedException();

    public override Task WriteAsync(ITarget target, IReadOnlyList<object> deletedKeys, IReadOnlyList<object> records) =>
        throw new NotSupportedException();

    internal static LoadedProfile Loaded(Func<MigrationPlan, RunSummary> run) => Loaded((plan, _) => Task.FromResult(run(plan)));

    internal static LoadedProfile Loaded(Func<MigrationPlan, CancellationToken, Task<RunSummary>> run) => new()
    {
        Hash = "ab12",
        Bind = _ => new ScriptedRun { Hash = "ab12", Path = "pictures.csx", RecordTypes = [], MappedTypes = [] },
        Run = (_, plan, stop) => run(plan, stop),
    };

    internal static RunSummary Summary(RunOutcome outcome = RunOutcome.Complete, RunCounts? counts = null, string? error = null) => new()
    {
        Name = "pictures",
        Run = 1,
        Outcome = outcome,
        Error = error,
        ExportId = "arn:export/1",
        Target = "nowhere",
        ProfilePath = "pictures.csx",
        ProfileHash = "ab12",
        StartedAt = new DateTimeOffset(2024, 1, 15, 10, 30, 0, TimeSpan.Zero),
        EndedAt = new DateTimeOffset(2024, 1, 15, 10, 30, 10, TimeSpan.Zero),
        Parts = 1,
        PartsDone = outcome == RunOutcome.Complete ? 1 : 0,
        ManifestItems = 10,
        Counts = counts ?? new RunCounts { Items = 10, Kept = 10, Records = new(4, 5, 1) },
        ItemsRead = 10,
        TargetTime = TimeSpan.FromSeconds(12),
        Writers = 2,
        Retries = 3,
    };
}
