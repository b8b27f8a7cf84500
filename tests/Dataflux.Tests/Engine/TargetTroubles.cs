namespace Dataflux.Tests.Engine;

/// <summary>
/// What goes wrong with a target in a random schedule: a number of failures of every kind, after which nothing fails any more. The records
/// of some keys are refused always.
/// </summary>
internal sealed class TargetTroubles
{
    private const int Most = 12;
    private readonly SumTarget _target;
    private readonly Random _random;
    private readonly HashSet<long> _refused;
    private readonly Action _stop;
    private readonly List<IReadOnlyList<Sum>> _late = [];
    private int _left;

    /// <param name="target">The target.</param>
    /// <param name="random">What decides; used under the target's lock, so that it has one user at a time.</param>
    /// <param name="refused">The keys whose records are refused.</param>
    /// <param name="stop">Asks the run to stop.</param>
    internal TargetTroubles(SumTarget target, Random random, HashSet<long> refused, Action stop)
    {
        (_target, _random, _refused, _stop) = (target, random, refused, stop);
        _left = random.Next(Most);
        target.BeforeCommit = BeforeCommit;
        target.AfterCommit = _ => AfterCommit();
    }

    /// <summary>Keys whose records are refused with a code that may mean that everything is.</summary>
    internal HashSet<long> Suspected
    {
        init => _target.OnUpsert = records => SumTarget.ForbiddenWhen(records.Any(record => value.Contains(record.Key)));
    }

    /// <summary>Takes one of the failures that are left, for something else to fail.</summary>
    internal bool TakeOne() => _left > 0 && _left-- > 0;

    private void BeforeCommit(IReadOnlyList<Sum> records)
    {
        // What a client no longer waited for is committed at last; rows stay locked until then, so nobody overtakes it.
        foreach (var late in _late)
            _target.Apply(late);

        _late.Clear();
        switch (Next())
        {
            case 0:
                throw new TimeoutException("the server is away");
            case 1 when !IsAnyRefused(records):
                _late.Add([.. records]);
                throw new TimeoutException("no answer");
            case 2:
                throw new InvalidOperationException("permission denied");
            case 3:
                _stop();
                break;
            case 4:
                _stop();
                throw new TimeoutException("the server is away");
            case 6:
                SumTarget.TooLongWhen(true);
                break;
        }

        if (IsAnyRefused(records))
            throw new ArgumentException("check constraint");
    }

    private void AfterCommit()
    {
        if (Next() == 5)
            throw new TimeoutException("the connection broke before the answer");
    }

    private bool IsAnyRefused(IReadOnlyList<Sum> records) => records.Any(record => _refused.Contains(record.Key));

    private int Next() => _random.Next(3) == 0 && TakeOne() ? _random.Next(7) : -1;
}
