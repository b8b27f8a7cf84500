using System.Numerics;
using Dataflux.Engine.Rows;
using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Rejects;

/// <summary>
/// A line's place in an export as one number, for rows that were taken out of their parts: the part's number in the upper bits,
/// the line's in the lower ones, so that places ascend with part and line.
/// </summary>
/// <param name="parts">The export's parts.</param>
internal sealed class LineOrigins(IReadOnlyList<SourcePart> parts)
{
    private readonly int _lineBits = SourceLine.NumberBits - (BitOperations.Log2((uint)parts.Count) + 1);

    /// <summary>The highest line number that a part may have.</summary>
    private long LastLine => (1L << _lineBits) - 1;

    /// <param name="part">The part's number, counted from 1.</param>
    /// <param name="line">The line's number in it.</param>
    /// <exception cref="InvalidOperationException">So many lines in so many parts cannot be told apart.</exception>
    internal long Of(int part, long line) => line <= LastLine
        ? ((long)part << _lineBits) | line
        : throw new InvalidOperationException(
            $"line {line} of file {part}: with {parts.Count} files only {LastLine} lines a file can be grouped together");

    /// <summary>The name of the part that a place is in.</summary>
    internal string PartOf(long place) => parts[(int)(place >> _lineBits) - 1].Name;

    /// <summary>The line of a place in its part.</summary>
    internal long LineOf(long place) => place & LastLine;

    /// <summary>One reject for each part that the items of a group come from, with part and lines as they are in the export.</summary>
    internal IEnumerable<(Reject Reject, OriginalLine[] Items)> PerPart(Reject reject, OriginalLine[] items)
    {
        for (int start = 0, end; start < items.Length; start = end)
        {
            var part = reject.Lines[start] >> _lineBits;
            for (end = start + 1; end < items.Length && reject.Lines[end] >> _lineBits == part; end++)
            {
            }

            var lines = reject.Lines.Skip(start).Take(end - start).Select(place => place & LastLine);
            yield return (reject with { Part = parts[(int)part - 1].Name, Lines = [.. lines] }, items[start..end]);
        }
    }
}
