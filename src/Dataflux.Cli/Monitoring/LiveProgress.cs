using Dataflux.Composing.Output;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Monitoring;

/// <summary>Keeps the block of progress on a terminal as the run is; told after the monitor, from which it takes everything.</summary>
/// <param name="screen">The screen.</param>
/// <param name="monitor">What is known of the run.</param>
/// <param name="time">Where the time comes from.</param>
internal sealed class LiveProgress(Screen screen, RunMonitor monitor, TimeProvider time) : IMigrationObserver
{
    private readonly Lock _gate = new();
    private bool _ended;

    public void Started(RunStart start) => Draw();

    public void PartStarted(SourcePart part, int number, int of) => Draw();

    public void Progress(RunCounts total) => Draw();

    public void Retrying(string what, Failure failure, int attempt, TimeSpan delay) => Draw();

    public void Recovered(string what, int attempts, TimeSpan outage) => Draw();

    public void Held(ReplicaLag lag, TimeSpan longest) => Draw();

    public void Released(ReplicaLag? lag, TimeSpan held) => Draw();

    public void Completed(RunSummary summary) => End();

    /// <summary>Draws the block; called about once a second too, so that waits are seen to pass.</summary>
    internal void Draw()
    {
        lock (_gate)
        {
            if (!_ended)
                screen.Block(ProgressBlock.Of(monitor.Status(), time.GetUtcNow()));
        }
    }

    /// <summary>Takes the block away for good.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _ended = true;
            screen.Block(null);
        }
    }
}
