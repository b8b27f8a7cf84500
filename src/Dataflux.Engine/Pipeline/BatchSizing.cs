using System.Diagnostics;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// How many records a batch takes. Where none is asked for, it follows the time transactions take: a longer transaction holds its
/// locks longer and repeats more after a failure, a shorter one pays the round trips and the commit for fewer records. All writers
/// share it. The resulting table is the same for every size.
/// </summary>
internal sealed class BatchSizing(MigrationOptions options)
{
    /// <summary>The first size: for rows of about 600 bytes 500 give a quarter fewer a second, 20,000 an eighth more (docs/performance.md).</summary>
    internal const int First = 5_000;

    /// <summary>The smallest size: below it every transaction's own cost shows.</summary>
    internal const int Floor = 500;

    /// <summary>The largest size: beyond it nothing is gained but memory is.</summary>
    internal const int Ceiling = 20_000;

    /// <summary>A transaction that takes longer halves the size.</summary>
    internal static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    /// <summary>A transaction that takes less doubles the size; less than half of <see cref="Slow"/>, so that it is not halved again.</summary>
    internal static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(400);

    private readonly Lock _gate = new();
    private volatile int _records = options.BatchSize ?? First;

    /// <summary>Records per transaction: with a rate no more than a quarter of a second's, so that the load is even.</summary>
    internal int Records => options.MaxRate is { } rate ? (int)Math.Clamp(rate / 4, 1, _records) : _records;

    /// <summary>
    /// A transaction is committed. It says something about the size only if its batch was made for it: the last batch of a file is
    /// smaller, and a few batches of the size before may still have been waiting.
    /// </summary>
    internal void Committed(int records, TimeSpan took)
    {
        if (options.BatchSize is not null)
        {
            return;
        }

        lock (_gate)
        {
            Debug.Assert(_records is >= Floor and <= Ceiling);
            if (records < Records || records >= 2 * Records)
            {
                return;
            }

            if (took > Slow)
            {
                _records = Math.Max(_records / 2, Floor);
            }
            else if (took < Fast)
            {
                _records = Math.Min(_records * 2, Ceiling);
            }
        }
    }
}
