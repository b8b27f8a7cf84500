namespace Dataflux.Engine.Rows;

/// <summary>Where a row came from: its line's number and length, in one word because every grouped row carries one.</summary>
internal readonly struct SourceLine
{
    /// <summary>How many bits a line's number may have.</summary>
    internal const int NumberBits = 64 - LengthBits;

    private const int LengthBits = 22;
    private const int MaxLength = (1 << LengthBits) - 1;
    private readonly ulong _packed;

    internal SourceLine(long number, int bytes) =>
        _packed = ((ulong)number << LengthBits) | (uint)Math.Min(bytes, MaxLength);

    /// <summary>
    /// The line's number in its part, counted from 1; of a partition's row its place in the export (<see cref="Rejects.LineOrigins"/>).
    /// </summary>
    internal long Number => (long)(_packed >> LengthBits);

    /// <summary>The line's length in bytes, capped at 4 MiB: a measure of memory, not an offset.</summary>
    internal int Bytes => (int)(_packed & MaxLength);
}
