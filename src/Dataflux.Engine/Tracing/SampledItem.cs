using Dataflux.Profiles;

namespace Dataflux.Engine.Tracing;

/// <summary>One item of a sample, with the place it was read from.</summary>
/// <param name="block">The block it was read in.</param>
/// <param name="index">Its index there.</param>
public sealed class SampledItem(ItemBlock block, int index)
{
    /// <summary>The number of its line in its part, counted from 1.</summary>
    public long Line => block.LineNumber(index);

    /// <summary>The bytes of its line, without the line end.</summary>
    public ReadOnlyMemory<byte> Original => block.Line(index);

    /// <summary>Why the line is malformed; <see langword="null"/> for a good one.</summary>
    public string? Error => block.Error(index);

    /// <summary>The item; <see langword="null"/> when the line is malformed.</summary>
    public Item? Item => Error is null ? block.Item(index) : null;

    internal ItemBlock Block => block;

    internal int Index => index;
}
