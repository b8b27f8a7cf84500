namespace Dataflux.Dialects.PostgreSql.Connecting;

/// <summary>A first try to connect that goes on while nobody needs the connection yet.</summary>
internal sealed class ConnectingAhead : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _try;
    private Task? _left;

    /// <summary>Begins at once, in a task of its own.</summary>
    /// <param name="connect">Connects; the connection is left in the pool.</param>
    internal ConnectingAhead(Func<CancellationToken, Task> connect) => _left = _try = Task.Run(() => connect(_stop.Token));

    /// <summary>
    /// Waits for the try if it is under way: it then is the caller's own, and so is its failure. One that has failed before is
    /// forgotten, because what was wrong may have been put right; and only the first caller has it.
    /// </summary>
    internal async Task TakeAsync(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _left, null) is { IsCompleted: false } under)
            await under.WaitAsync(cancellation);
    }

    /// <summary>Ends the try, and nobody hears of how it ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _try.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
