using System.Globalization;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Ledger;

/// <summary>
/// Tells how much of its capacity a target gives, and once, when enough was written to know what an item costs, what the run will cost and
/// when it will end. Used by one thread at a time.
/// </summary>
/// <param name="plan">The run.</param>
internal sealed class LoadForecast(MigrationPlan plan)
{
    // Less would be a guess, and a run that is over by then needs no forecast.
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(10);
    private const double EnoughUnits = 100;
    private long? _startedAt;
    private long _startedWith;
    private bool _isSaid;

    /// <summary>Tells it.</summary>
    /// <param name="counts">The account of the run so far.</param>
    internal void Tell(RunCounts counts)
    {
        if (plan.Target.Capabilities.Load?.Now is not { } load)
            return;

        plan.Observer.LoadSeen(load);
        if (load.Used <= 0)
        {
            (_startedAt, _startedWith) = (plan.Time.GetTimestamp(), counts.Settled);
            return;
        }

        _startedAt ??= plan.Time.GetTimestamp();
        var elapsed = plan.Time.GetElapsedTime(_startedAt.Value);
        if (_isSaid || elapsed < Enough || load.Used < EnoughUnits || plan.Options.Limit is not null)
            return;

        _isSaid = true;
        if (plan.Export.ItemCount is { } all && counts.Settled > _startedWith && all > counts.Settled)
            plan.Observer.Notice(Text(load, all - counts.Settled, counts.Settled - _startedWith, elapsed));
    }

    private string Text(TargetLoad load, long left, long done, TimeSpan elapsed)
    {
        var units = left * (load.Used / done);
        var rate = Math.Max(load.Limit ?? load.Used / elapsed.TotalSeconds, 1);
        var takes = TimeSpan.FromSeconds(units / rate);
        var end = plan.Time.GetUtcNow() + takes;
        var why = load.Limit is null ? "as many as so far" : "the limit of 'capacity'";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{left:N0} items are left and need about {units:N0} {load.Unit}: at {rate:N0} in a second ({why}) that takes "
            + $"{(int)takes.TotalHours}:{takes.Minutes:D2} hours, until {end:yyyy-MM-dd HH:mm}Z at the earliest");
    }
}
