namespace Dataflux.Engine.Reporting;

/// <summary>
/// Names calls into the script that have not come back for a while. The stages only say at which item they are; everything else happens
/// when somebody looks, once a second.
/// </summary>
public sealed class ScriptWatch
{
    /// <summary>How long a call may take before it is named for the first time; then after twice as long, and so on.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The same for calls that have many items, or the whole database, to do.</summary>
    public static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<ScriptPosition> _positions = [];

    /// <summary>The calls that are out for so long that it is time to say so.</summary>
    /// <param name="time">Where the time comes from.</param>
    /// <returns>A sentence for each.</returns>
    public IReadOnlyList<string> Overdue(TimeProvider time)
    {
        var overdue = new List<string>();
        lock (_gate)
        {
            foreach (var position in _positions)
            {
                if (position.Overdue(time) is { } text)
                    overdue.Add(text);
            }
        }

        return overdue;
    }

    /// <summary>Whether a call was named and has not come back since.</summary>
    public bool HasOverdue
    {
        get
        {
            lock (_gate)
                return _positions.Exists(position => position.IsOverdue);
        }
    }

    /// <summary>A stage of its own thread, which calls the script.</summary>
    internal ScriptPosition NewPosition()
    {
        var position = new ScriptPosition();
        lock (_gate)
            _positions.Add(position);

        return position;
    }
}
