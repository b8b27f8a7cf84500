namespace Dataflux.Engine.Grouping;

/// <summary>Where some rows of a partition lie in a shelf.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">Where their compressed bytes begin.</param>
/// <param name="Length">How many these are.</param>
/// <param name="RawLength">How many they are decompressed.</param>
internal readonly record struct ShelfEntry(int Partition, long Offset, int Length, int RawLength)
{
    /// <summary>The length of an entry in the index.</summary>
    internal const int Bytes = 20;
}
