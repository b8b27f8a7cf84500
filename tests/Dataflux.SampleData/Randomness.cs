namespace Dataflux.SampleData;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators"). Keyed by what is being made, so that
/// any item can be made again at any time without keeping it: this is what lets a file be shuffled in bounded memory.
/// </summary>
internal struct Randomness
{
    private ulong _state;

    internal Randomness(long seed, Topic topic, long index) =>
        _state = Mix(Mix(Mix((ulong)seed) + (ulong)topic) + (ulong)index);

    internal enum Topic
    {
        Export,
        File,
        Picture,
        Row,
        Other,
        Example,
    }

    internal ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    internal int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    internal int Between(int first, int last) => first + Below(last - first + 1);

    internal bool Chance(double probability) => (Next() >> 11) * (1.0 / (1L << 53)) < probability;

    internal T Pick<T>(T[] choices) => choices[Below(choices.Length)];

    internal void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
