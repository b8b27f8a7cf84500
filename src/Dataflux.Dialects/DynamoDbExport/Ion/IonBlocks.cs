using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDbExport.Ion;

/// <summary>
/// Makes items of lines of Ion text, full or incremental. Each line becomes the line of DynamoDB JSON that says the
/// same, so that everything behind reads one format; its number stays. A line that cannot be read keeps its text.
/// </summary>
internal static class IonBlocks
{
    /// <summary>Types cost room: <c>"a"</c> becomes <c>{"S":"a"}</c>.</summary>
    private const int Growth = 2;

    /// <summary>Parses whole lines, see <see cref="ItemBlock.Parse"/>.</summary>
    /// <param name="lines">Complete lines, the last one perhaps without its end.</param>
    /// <param name="firstLineNumber">The number of the first line in its file, counted from 1.</param>
    internal static ItemBlock Parse(ReadOnlyMemory<byte> lines, long firstLineNumber)
    {
        var json = new LineBuffer(lines.Length * Growth);
        var refused = new Dictionary<int, string>();
        var rest = lines.Span;
        for (var number = 0; !rest.IsEmpty; number++)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            var start = json.Length;
            var ion = new IonLine(line, json);
            if (!ion.Write())
            {
                refused.Add(number, ion.Problem);
                json.Length = start;
                json.Add(line);
            }

            json.Add("\n"u8);
        }

        return ItemBlock.ParseTranslated(json.Written, firstLineNumber, refused);
    }
}
