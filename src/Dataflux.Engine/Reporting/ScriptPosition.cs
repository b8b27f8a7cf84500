using System.Globalization;
using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Reporting;

/// <summary>
/// Where one stage is in the items it gives to the script, or which call for many of them is out. The stage writes two plain fields for
/// each item; that a reader on another thread sees them a little later does not matter to calls that are seconds old.
/// </summary>
internal sealed class ScriptPosition
{
    private static readonly Func<int, long> NoLine = static _ => 0;

    private string _part = "";
    private string? _call;
    private Func<int, long>? _lineOf;
    private int _index;
    private Stage _stage;
    private int _round;

    // What the reader saw last, and since when.
    private (int Round, int Index, Stage Stage) _seen;
    private long _since;
    private TimeSpan _told;

    /// <summary>
    /// Whether a call for one item is out that was named when somebody looked last. One for many may wait for the database.
    /// </summary>
    internal bool IsOverdue => _told != TimeSpan.Zero && _call is null;

    /// <summary>The stage begins with a block of items, or with a group.</summary>
    /// <param name="part">Their part.</param>
    /// <param name="lineOf">The line in it that an index stands for; asked while the stage is in it.</param>
    internal void Enter(string part, Func<int, long> lineOf)
    {
        (_part, _call) = (part, null);
        _round++;
        Volatile.Write(ref _lineOf, lineOf);
    }

    /// <summary>The stage makes a call for many items, or for none, which may take longer.</summary>
    /// <param name="function">The script's function.</param>
    /// <param name="about">What it was called for.</param>
    internal void Enter(string function, string about)
    {
        (_part, _call) = (about, function);
        _round++;
        Volatile.Write(ref _lineOf, NoLine);
    }

    /// <summary>The stage calls the script for one item, or group.</summary>
    internal void At(int index, Stage stage)
    {
        _index = index;
        _stage = stage;
    }

    /// <summary>The stage is in the script no more.</summary>
    internal void Leave() => Volatile.Write(ref _lineOf, null);

    /// <summary>What to say of the call that is out; <see langword="null"/>: nothing.</summary>
    internal string? Overdue(TimeProvider time)
    {
        var lineOf = Volatile.Read(ref _lineOf);
        var now = (_round, _index, _stage);
        if (lineOf is null || now != _seen)
        {
            (_seen, _since, _told) = (now, time.GetTimestamp(), TimeSpan.Zero);
            return null;
        }

        var away = time.GetElapsedTime(_since);
        if (away < (_told != TimeSpan.Zero ? 2 * _told : _call is null ? ScriptWatch.Patience : ScriptWatch.CallPatience))
            return null;

        _told = away;
        if (_call is { } call)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"{call} of the profile has not come back for {away.TotalSeconds:0} s: it was called for {_part}; it has that much to do, "
                + $"waits for the database, or is in an endless loop");
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"{StageNames.Of(_stage)} of the profile has not come back for {away.TotalSeconds:0} s: it was called for {_part} line "
            + $"{lineOf(_index)}; if that is an endless loop, stop the run and correct it");
    }
}
