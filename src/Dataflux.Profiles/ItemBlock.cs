namespace Dataflux.Profiles;

/// <summary>
/// Some whole lines of a file, parsed together: the items point into its bytes, so a block lives as long as any of its
/// items. Made by sources, read by the engine; a profile never meets one.
/// </summary>
public sealed class ItemBlock
{
    /// <summary>How many records (non-empty lines) the block holds, malformed ones included.</summary>
    public int Count => throw new NotSupportedException();

    /// <summary>
    /// Parses whole lines. A malformed line does not stop the others: it becomes a record with an <see cref="Error"/>.
    /// Empty lines are not counted.
    /// </summary>
    /// <param name="lines">Complete lines; the block takes ownership of the memory.</param>
    /// <param name="firstLineNumber">The number of the first line in its file, counted from 1.</param>
    /// <returns>The block.</returns>
    public static ItemBlock Parse(ReadOnlyMemory<byte> lines, long firstLineNumber) => throw new NotSupportedException();

    /// <summary>The item of a record without error.</summary>
    /// <param name="index">The record's index in the block.</param>
    /// <returns>The item.</returns>
    public Item Item(int index) => throw new NotSupportedException();

    /// <summary>Why a record's line is malformed; <see langword="null"/> for a good one.</summary>
    /// <param name="index">The record's index in the block.</param>
    /// <returns>The reason, with the column (counted from 1) where it was found.</returns>
    public string? Error(int index) => throw new NotSupportedException();

    /// <summary>The number of a record's line in its file, counted from 1.</summary>
    /// <param name="index">The record's index in the block.</param>
    /// <returns>The line number.</returns>
    public long LineNumber(int index) => throw new NotSupportedException();

    /// <summary>The bytes of a record's line, without its line end.</summary>
    /// <param name="index">The record's index in the block.</param>
    /// <returns>The line.</returns>
    public ReadOnlyMemory<byte> Line(int index) => throw new NotSupportedException();
}
