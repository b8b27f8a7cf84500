using System.Numerics;
using Dataflux.Engine.Rows;
using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Rejects;

/// <summary>
/// A line's place in an export as one number, for rows that were taken out of their files: the file's number in the upper bits,
/// the line's in the lower ones, so that places ascend with file and line.
/// </summary>
/// <param name="files">The export's files.</param>
internal sealed class LineOrigins(IReadOnlyList<ExportFile> files)
{
    private readonly int _lineBits = SourceLine.NumberBits - (BitOperations.Log2((uint)files.Count) + 1);

    /// <summary>The highest line number that a file may have.</summary>
    private long LastLine => (1L << _lineBits) - 1;

    /// <param name="file">The file's number, counted from 1.</param>
    /// <param name="line">The line's number in it.</param>
    /// <exception cref="InvalidOperationException">So many lines in so many files cannot be told apart.</exception>
    internal long Of(int file, long line) => line <= LastLine
        ? ((long)file << _lineBits) | line
        : throw new InvalidOperationException(
            $"line {line} of file {file}: with {files.Count} files only {LastLine} lines a file can be grouped together");

    /// <summary>The name of the file that a place is in.</summary>
    internal string FileOf(long place) => files[(int)(place >> _lineBits) - 1].Name;

    /// <summary>The line of a place in its file.</summary>
    internal long LineOf(long place) => place & LastLine;

    /// <summary>One reject for each file that the items of a group come from, with file and lines as they are in the export.</summary>
    internal IEnumerable<(Reject Reject, OriginalLine[] Items)> PerFile(Reject reject, OriginalLine[] items)
    {
        for (int start = 0, end; start < items.Length; start = end)
        {
            var file = reject.Lines[start] >> _lineBits;
            for (end = start + 1; end < items.Length && reject.Lines[end] >> _lineBits == file; end++)
            {
            }

            var lines = reject.Lines.Skip(start).Take(end - start).Select(place => place & LastLine);
            yield return (reject with { File = files[(int)file - 1].Name, Lines = [.. lines] }, items[start..end]);
        }
    }
}
