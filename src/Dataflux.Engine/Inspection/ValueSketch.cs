namespace Dataflux.Engine.Inspection;

/// <summary>
/// Tracks the values with the smallest hashes, which are a random part of all values and known from their first occurrence on;
/// so what it says of them is exact, whatever was forgotten. Also known as a k-minimum-values sketch.
/// </summary>
/// <param name="capacity">How many values are tracked.</param>
internal sealed class ValueSketch(int capacity = ValueSketch.DefaultCapacity)
{
    internal const int DefaultCapacity = 512;
    private const int Several = -1;

    private readonly Dictionary<ulong, (int Part, bool Repeated)> _values = [];
    private readonly PriorityQueue<ulong, ulong> _largestFirst = new(Comparer<ulong>.Create(static (a, b) => b.CompareTo(a)));
    private ulong _limit = ulong.MaxValue;

    /// <summary>Whether every value is tracked.</summary>
    internal bool IsExact { get; private set; } = true;

    /// <summary>Whether a tracked value occurred twice.</summary>
    internal bool HasRepeated { get; private set; }

    /// <summary>Takes the hash of a value, whose bits must all be random, and the part it occurs in.</summary>
    internal void Add(ulong hash, int part)
    {
        if (hash > _limit)
            return;

        if (_values.TryGetValue(hash, out var known))
        {
            HasRepeated = true;
            _values[hash] = (known.Part == part ? part : Several, true);
            return;
        }

        if (_values.Count == capacity)
        {
            if (hash > _largestFirst.Peek())
            {
                IsExact = false;
                _limit = _largestFirst.Peek();
                return;
            }

            _values.Remove(_largestFirst.Dequeue());
            IsExact = false;
        }

        _values.Add(hash, (part, false));
        _largestFirst.Enqueue(hash, hash);
        if (!IsExact)
            _limit = _largestFirst.Peek();
    }

    /// <summary>What was found; <see langword="null"/> when there was no value.</summary>
    internal ValueFindings? Findings()
    {
        if (_values.Count == 0)
            return null;

        double tracked = _values.Count;
        var distinct = IsExact ? _values.Count : (long)Math.Round((tracked - 1) / (_largestFirst.Peek() / (double)ulong.MaxValue));
        return new ValueFindings(
            distinct,
            IsExact,
            _values.Values.Count(static value => value.Repeated) / tracked,
            _values.Values.Count(static value => value.Part == Several) / tracked);
    }
}
