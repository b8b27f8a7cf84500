namespace Dataflux.Engine.Pipeline;

/// <summary>
/// Bounds what one reader has in memory: the rows it handed on that are not yet transformed, and those it collects. Measured by
/// the length of their lines.
/// </summary>
/// <remarks>
/// Cannot deadlock: what was handed on is transformed in part order whatever this reader does, and once nothing of it is left
/// there is room for any amount.
/// </remarks>
internal sealed class RowsAhead
{
    // Enough to have collected most of the next part (DynamoDB writes some 30 to 60 MB of lines a file) when the one before is
    // transformed; the rest is read while its last batches are written. Less makes writers wait, more makes the heap larger.
    private const long WholeParts = 24L * 1024 * 1024;

    // Rows that need no others are handed on block by block.
    private const long Blocks = 1024 * 1024;

    private readonly Lock _lock = new();
    private long _handedOn;
    private TaskCompletionSource? _less;

    /// <summary>Waits until there is room for more rows beside those collected.</summary>
    /// <param name="collected">The bytes collected and not handed on.</param>
    /// <param name="needsAllRows">Whether rows are handed on only at the end of their part.</param>
    /// <param name="stop">Ends the waiting.</param>
    internal ValueTask RoomAsync(long collected, bool needsAllRows, CancellationToken stop) =>
        BelowAsync((needsAllRows ? WholeParts : Blocks) - collected, stop);

    /// <summary>Waits until all that was handed on is transformed.</summary>
    /// <param name="stop">Ends the waiting.</param>
    internal ValueTask EmptyAsync(CancellationToken stop) => BelowAsync(0, stop);

    // Nothing handed on is below any limit: what was collected may be more than there is room for.
    private async ValueTask BelowAsync(long limit, CancellationToken stop)
    {
        while (true)
        {
            Task less;
            lock (_lock)
            {
                if (_handedOn == 0 || _handedOn < limit)
                    return;

                less = (_less ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await less.WaitAsync(stop);
        }
    }

    /// <summary>Notes rows that are handed on.</summary>
    internal void Add(long bytes)
    {
        lock (_lock)
            _handedOn += bytes;
    }

    /// <summary>Notes rows that were transformed.</summary>
    internal void Remove(long bytes)
    {
        TaskCompletionSource? less;
        lock (_lock)
        {
            _handedOn -= bytes;
            less = _less;
            _less = null;
        }

        less?.SetResult();
    }
}
