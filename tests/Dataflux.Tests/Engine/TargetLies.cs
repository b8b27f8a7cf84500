using System.Collections.Immutable;
using System.Globalization;

namespace Dataflux.Tests.Engine;

/// <summary>
/// A target that is not to be believed: it confirms commits and loses them, or never makes them, or makes those that it did not confirm;
/// it is restored, emptied, exchanged, rewritten, and it is away. After a number of such lies it is honest.
/// </summary>
internal sealed class TargetLies
{
    private readonly SumTarget _target;
    private readonly Random _random;
    private readonly Func<Sum, bool> _isRefused;
    private readonly bool _isMarked;
    private readonly Action _stop;
    private readonly List<Action> _past = [];
    private int _left;
    private int _names;

    /// <param name="target">The target.</param>
    /// <param name="random">What decides; used under the target's lock, or between two runs.</param>
    /// <param name="isRefused">Which records are refused always.</param>
    /// <param name="isMarked">Whether commits can be marked there.</param>
    /// <param name="stop">Asks the run to stop.</param>
    internal TargetLies(SumTarget target, Random random, Func<Sum, bool> isRefused, bool isMarked, Action stop)
    {
        (_target, _random, _isRefused, _isMarked, _stop) = (target, random, isRefused, isMarked, stop);
        _left = random.Next(1, 8);
        target.Documents.Refuses = !isMarked;
        target.History = new()
        {
            System = NewName(),
            Database = NewName(),
            Timeline = NewName(),
            Start = NewName(),
            Tables = ImmutableSortedDictionary<string, string>.Empty.Add("thing", NewName()),
            Volatile = random.Next(5) == 0 ? ["thing"] : [],
        };
        target.BeforeCommit = BeforeCommit;
        target.AfterCommit = AfterCommit;
        target.BeforeHistory = () => SumTarget.AwayWhile(IsDue(6) && Lose());
        target.RollsBack = records => _isMarked && records.Count > 0 && IsDue(12) && RollBack();
        target.IsLate = _ => IsDue(12) && Tell("committed late");
        Keep();
    }

    /// <summary>What it did, in its order.</summary>
    internal List<string> Told { get; } = [];

    /// <summary>Whether rows may be missing because of it, since this was set.</summary>
    internal bool IsHarmful { get; set; }

    /// <summary>What was committed up to now is never lost.</summary>
    internal void Keep()
    {
        _past.Clear();
        _past.Add(_target.Remember());
    }

    /// <summary>Between two runs.</summary>
    internal void Between()
    {
        if (!IsDue(2))
            return;

        switch (_random.Next(6))
        {
            case 0 or 1:
                Lose();
                break;
            case 2:
                Exchange("truncated", _target.Table.Clear);
                break;
            case 3:
                Exchange("rewritten", null);
                break;
            case 4:
                RestoreTable();
                break;
            default:
                Tell("another database");
                _target.Table.Clear();
                _target.Documents.Clear();
                _target.History = _target.History! with { Database = NewName(), Start = NewName() };
                Exchange("another table", null);
                IsHarmful = true;
                Keep();
                break;
        }
    }

    private void BeforeCommit(IReadOnlyList<Sum> records)
    {
        if (IsDue(6))
        {
            switch (_random.Next(4))
            {
                case 0:
                    throw new TimeoutException("the server is away");
                case 1:
                    _stop();
                    break;
                case 2:
                    throw new InvalidOperationException("permission denied");
                default:
                    Lose();
                    throw new TimeoutException("the connection broke");
            }
        }

        if (records.Any(_isRefused))
            throw new ArgumentException("check constraint");
    }

    private void AfterCommit(IReadOnlyList<Sum> records)
    {
        _past.Add(_target.Remember());

        // What happens after the last look at it is only noticed by the next run.
        if (records.Count == 0 || !IsDue(8))
            return;

        switch (_random.Next(6))
        {
            case 0:
                Tell("no answer");
                throw new TimeoutException("the connection broke before the answer");
            case 1:
                Lose();
                break;
            case 2:
                Lose();
                throw new TimeoutException("the connection broke before the answer");
            case 3:
                Exchange("truncated", _target.Table.Clear);
                break;
            case 4:
                Exchange("rewritten", null);
                break;
            default:
                RestoreTable();
                break;
        }
    }

    // A crash, or a standby that was behind: what was committed last is gone, and every session. Another timeline is all there is to see
    // where commits are not marked.
    private bool Lose()
    {
        var lost = _random.Next(_past.Count);
        Tell($"lost {lost} of {_past.Count - 1} commits");
        _past[^(lost + 1)]();
        _past.RemoveRange(_past.Count - lost, lost);
        _target.EndSessions();
        var isFailOver = !_isMarked || _random.Next(2) == 0;
        _target.History = _target.History! with { Start = NewName(), Timeline = isFailOver ? NewName() : _target.History.Timeline };
        if (_target.History.Volatile.Count > 0)
        {
            _target.Table.Clear();
            Keep();
        }

        IsHarmful = true;
        return true;
    }

    private bool RollBack()
    {
        Tell("rolled back");
        return IsHarmful = true;
    }

    // From a dump that does not have the marks.
    private void RestoreTable()
    {
        var documents = _target.Documents.Copy();
        _past[_random.Next(_past.Count)]();
        _target.Documents.Become(documents);
        Exchange("restored", () => { });
    }

    private void Exchange(string what, Action? change)
    {
        Tell(what);
        _target.History = _target.History! with { Tables = _target.History.Tables.SetItem("thing", NewName()) };
        IsHarmful |= change is not null;
        change?.Invoke();
        Keep();
    }

    private bool IsDue(int outOf) => _left > 0 && _random.Next(outOf) == 0 && _left-- > 0;

    private bool Tell(string what)
    {
        Told.Add(what);
        return true;
    }

    private string NewName() => (++_names).ToString(CultureInfo.InvariantCulture);
}
