using Dataflux.Dialects.OpenSearch.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.OpenSearch.Writing;

/// <summary>What a call does when the cluster takes nothing of it, or not all: it waits longer each time.</summary>
/// <param name="time">The clock.</param>
internal sealed class Pause(TimeProvider time)
{
    private const int MostInARow = 8;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);
    private int _inARow;

    /// <summary>Something of the call was taken.</summary>
    internal void Progressed() => _inARow = 0;

    /// <summary>Waits before the call is made again.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="exception">What was thrown; <see langword="null"/>: nothing.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="BusyException">That has happened too often.</exception>
    internal Task WaitAsync(string reason, Exception? exception, CancellationToken cancellation)
    {
        if (++_inARow >= MostInARow)
            throw new BusyException(reason, exception);

        return Task.Delay(RetryDelay.After(_inARow - 1, First, Longest), time, cancellation);
    }
}
