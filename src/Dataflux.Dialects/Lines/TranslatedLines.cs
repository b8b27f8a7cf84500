using Dataflux.Profiles;

namespace Dataflux.Dialects.Lines;

/// <summary>
/// Makes items of lines of another format. Each line becomes the line of DynamoDB JSON that says the same, so that everything behind reads
/// one format; its number stays. A line that cannot be read keeps its text.
/// </summary>
internal static class TranslatedLines
{
    /// <summary>Types cost room: <c>"a"</c> becomes <c>{"S":"a"}</c>.</summary>
    private const int Growth = 2;

    /// <summary>Adds the item of a line, or nothing where the line has none.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="json">Where it is added.</param>
    /// <returns>Why no item can be this line; <see langword="null"/>: one can.</returns>
    internal delegate string? Translation(ReadOnlySpan<byte> line, LineWriter json);

    /// <summary>Parses whole lines, see <see cref="ItemBlock.Parse"/>.</summary>
    /// <param name="lines">Complete lines, the last one perhaps without its end.</param>
    /// <param name="firstLineNumber">The number of the first line in its file, counted from 1.</param>
    /// <param name="translate">Reads a line.</param>
    internal static ItemBlock Parse(ReadOnlyMemory<byte> lines, long firstLineNumber, Translation translate)
    {
        var json = new LineWriter(lines.Length * Growth);
        var refused = new Dictionary<int, string>();
        var rest = lines.Span;
        for (var number = 0; !rest.IsEmpty; number++)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            var start = json.Length;
            if (translate(line, json) is { } problem)
            {
                refused.Add(number, problem);
                json.CutTo(start);
                json.Add(line);
            }

            json.Add((byte)'\n');
        }

        return ItemBlock.ParseTranslated(json.Take(), firstLineNumber, refused);
    }
}
