namespace Dataflux.Dialects.PostgreSql.Targets;

/// <summary>
/// When the primary's log had which length, so that the age of a position in it is known. The server's own measure of a replica's
/// lag is renewed only when the replica answers, which one that does not replay may do every ten seconds.
/// </summary>
internal sealed class WalPositions
{
    private const int Most = 1_024;
    private readonly List<(long Position, long At)> _seen = [];

    /// <summary>Takes the log's length now.</summary>
    /// <param name="end">The position of its end.</param>
    /// <param name="now">A timestamp.</param>
    internal void Add(long end, long now)
    {
        if (_seen.Count > 0 && end <= _seen[^1].Position)
            return;

        _seen.Add((end, now));

        // Of a replica that is far behind for long the age need not be exact.
        if (_seen.Count > Most)
        {
            for (var i = _seen.Count - 2; i > 0; i -= 2)
                _seen.RemoveAt(i);
        }
    }

    /// <summary>When there was first more of the log than a replica has now; <see langword="null"/> when it has everything.</summary>
    /// <param name="replayed">What the replica that is furthest behind has; older positions are forgotten.</param>
    internal long? MissingSince(long replayed)
    {
        _seen.RemoveAll(position => position.Position <= replayed);
        return _seen.Count > 0 ? _seen[0].At : null;
    }
}
