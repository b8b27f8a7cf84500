using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Contracts;

/// <summary>
/// What a run relies on in every target. A dialect derives from it with a fixture; what its target does not declare
/// (<see cref="TargetCapabilities"/>) is skipped with the reason.
/// </summary>
/// <param name="fixture">The target; the suite disposes it.</param>
public abstract partial class TargetContract(TargetFixture fixture) : IAsyncLifetime
{
    private const string Migration = "contract";
    private readonly List<ITargetConnection> _targets = [];
    private readonly List<ITargetSession> _sessions = [];

    /// <summary>The target, prepared for the records of this suite.</summary>
    protected ITargetConnection Target { get; private set; } = null!;

    /// <summary>A session of <see cref="Target"/>.</summary>
    protected ITargetSession Session { get; private set; } = null!;

    /// <summary>Stops the test.</summary>
    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await fixture.MakeAsync(Stop);
        Target = await OpenAsync();
        Session = await OpenSessionAsync(Target);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
            await session.DisposeAsync();

        foreach (var target in _targets)
            await target.DisposeAsync();

        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the target once more, as another process does.</summary>
    protected async Task<ITargetConnection> OpenAsync()
    {
        var target = fixture.Open();
        _targets.Add(target);
        await target.PrepareAsync([typeof(Thing), typeof(Moment)], Stop);
        await target.PrepareDeletesAsync([typeof(ThingKey)], Stop);
        return target;
    }

    private async Task<ITargetSession> OpenSessionAsync(ITargetConnection target)
    {
        var session = await target.OpenSessionAsync(Stop);
        _sessions.Add(session);
        return session;
    }

    private Task<WriteCounts> UpsertAsync(params Thing[] things) => Session.WriteAsync(target => target.Upsert(things), Stop);

    private async Task<Thing[]> ThingsAsync() => [.. (await fixture.ThingsAsync(Stop)).OrderBy(static thing => thing.Id)];

    /// <summary>What a call of the target threw, as the engine understands it.</summary>
    private async Task<Failure> FailureOfAsync(Func<Task> call)
    {
        var thrown = await Record.ExceptionAsync(call);
        Assert.True(thrown is not null, "the call should have failed");

        // A dialect that stops a run says so by the exception itself.
        return thrown is DatafluxException ? new(FailureKind.Systemic, thrown.Message) : Target.Classify(thrown);
    }

    private void NeedsTransactions() => Assert.SkipUnless(
        Target.Capabilities.IsTransactional,
        "the target declares no transactions: what was written before a failure stays, and is written again");

    private void NeedsMerging() => Assert.SkipWhen(
        Target.Capabilities.IsAppendOnly, "the target declares that it adds rows without a look at those that are there");

    private void NeedsTables() => Assert.SkipWhen(Target.Capabilities.MakesTables, "the target declares that it makes its tables itself");

    private void NeedsDocuments() =>
        Assert.SkipUnless(Target.Capabilities.KeepsDocuments, "the target declares that it keeps no documents");

    private Thing NeedsRefused()
    {
        Assert.SkipWhen(fixture.Refused is null, "the fixture knows no record that this target refuses");
        return fixture.Refused!;
    }
}
