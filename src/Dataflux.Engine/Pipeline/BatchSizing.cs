using System.Diagnostics;
using Dataflux.Engine.Plans;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// How many records a batch takes. Where none is asked for, it follows the time transactions take: a longer transaction holds its
/// locks longer and repeats more after a failure, a shorter one pays the round trips and the commit for fewer records. All writers
/// share it. The resulting table is the same for every size.
/// </summary>
internal sealed class BatchSizing(MigrationOptions options)
{
    /// <summary>
    /// The first size: for rows of about 600 bytes 500 give a quarter fewer a second, 20,000 an eighth more (docs/performance.md).
    /// </summary>
    internal const int First = 5_000;

    /// <summary>The smallest size: below it every transaction's own cost shows.</summary>
    internal const int Floor = 500;

    /// <summary>The largest size: beyond it nothing is gained but memory is.</summary>
    internal const int Ceiling = 20_000;

    /// <summary>A transaction that takes longer halves the size.</summary>
    internal static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A transaction that takes less doubles the size; less than half of <see cref="Slow"/>, so that it is not halved again.
    /// </summary>
    internal static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(400);

    // So many batches go well before it is tried whether larger ones do again; twice as many each time they do not.
    private const int WellFor = 10;

    private readonly Lock _gate = new();
    private readonly int _largest = options.BatchSize ?? Ceiling;
    private int _most = options.BatchSize ?? Ceiling;
    private int _wellFor = WellFor;
    private int _well;
    private volatile int _records = options.BatchSize ?? First;

    /// <summary>Records per transaction: with a rate no more than a quarter of a second's, so that the load is even.</summary>
    internal int Records => options.MaxRate is { } rate ? (int)Math.Clamp(rate / 4, 1, _records) : _records;

    /// <summary>Whether so many records will be too much, as half as many were a moment ago.</summary>
    internal bool IsTooMuch(int records)
    {
        var most = Volatile.Read(ref _most);
        return most < _largest && records >= 2L * most;
    }

    /// <summary>
    /// A transaction is committed. It says something about the size only if its batch was made for it: the last batch of a part is
    /// smaller, and a few batches of the size before may still have been waiting.
    /// </summary>
    internal void Committed(int records, TimeSpan took)
    {
        lock (_gate)
        {
            Debug.Assert(_records > 0 && _records <= _most && _most <= _largest);
            if (records < Records || records >= 2 * Records)
                return;

            if (_most < _largest && ++_well >= _wellFor)
            {
                _most = (int)Math.Min(_most * 2L, _largest);
                _well = 0;
                _records = options.BatchSize is null ? _records : _most;
            }

            if (options.BatchSize is not null)
                return;

            if (took > Slow)
                _records = Math.Min(_records, Math.Max(_records / 2, Floor));
            else if (took < Fast)
                _records = (int)Math.Min(_records * 2L, _most);
        }
    }

    /// <summary>
    /// So many records were too much for a limit of the target: batches are half as large for a while, below <see cref="Floor"/> and what
    /// was asked for, if need be.
    /// </summary>
    /// <returns>Whether batches are smaller than before.</returns>
    internal bool TooMuch(int records)
    {
        lock (_gate)
        {
            var half = Math.Max(records / 2, 1);
            if (half >= _records)
                return false;

            _wellFor = _most < _largest ? Math.Min(_wellFor * 2, 10_000) : _wellFor;
            (_records, _most, _well) = (half, half, 0);
            return true;
        }
    }
}
