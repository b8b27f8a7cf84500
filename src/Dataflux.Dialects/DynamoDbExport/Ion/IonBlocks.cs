using Dataflux.Dialects.Lines;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDbExport.Ion;

/// <summary>Makes items of lines of Ion text, full or incremental.</summary>
internal static class IonBlocks
{
    private static readonly TranslatedLines.Translation Translate = static (line, json) =>
    {
        var ion = new IonLine(line, json);
        return ion.Write() ? null : ion.Problem;
    };

    /// <summary>Parses whole lines, see <see cref="ItemBlock.Parse"/>.</summary>
    /// <param name="lines">Complete lines, the last one perhaps without its end.</param>
    /// <param name="firstLineNumber">The number of the first line in its file, counted from 1.</param>
    internal static ItemBlock Parse(ReadOnlyMemory<byte> lines, long firstLineNumber) =>
        TranslatedLines.Parse(lines, firstLineNumber, Translate);
}
