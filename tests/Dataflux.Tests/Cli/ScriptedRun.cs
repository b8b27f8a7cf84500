using Dataflux.Cli.Running;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Tracing;
using Dataflux.Profiles;

namespace Dataflux.Tests.Cli;

/// <summary>A profile whose run is what the test says: the commands around it are what is tested.</summary>
internal sealed class ScriptedRun(Func<MigrationPlan, CancellationToken, Task<RunSummary>> run) : Profile
{
    public override Task<RunSummary> RunAsync(MigrationPlan plan, CancellationToken stop) => run(plan, stop);

    public override ProfileTrace Trace(ItemSample sample, Dataflux.Engine.Coverage.CoverageOptions? coverage = null) => throw new NotSupportedException();

    public override Task WriteAsync(ITarget target, IReadOnlyList<object> deletedKeys, IReadOnlyList<object> records) => throw new NotSupportedException();

    internal static LoadedProfile Loaded(Func<MigrationPlan, RunSummary> run) => Loaded((plan, _) => Task.FromResult(run(plan)));

    internal static LoadedProfile Loaded(Func<MigrationPlan, CancellationToken, Task<RunSummary>> run) => new()
    {
        Hash = "ab12",
        Bind = _ => new ScriptedRun(run) { Hash = "ab12", Path = "pictures.csx", RecordTypes = [], MappedTypes = [] },
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
        Files = 1,
        FilesDone = outcome == RunOutcome.Complete ? 1 : 0,
        ManifestItems = 10,
        Counts = counts ?? new RunCounts { Items = 10, Kept = 10, Records = new(4, 5, 1) },
        ItemsRead = 10,
        TargetTime = TimeSpan.FromSeconds(12),
        Writers = 2,
        Retries = 3,
    };
}
