using System.Text;
using System.Text.Json;
using Dataflux.Dialects.Lines;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Files.Json;

/// <summary>Makes items of lines with a JSON object each, values without types.</summary>
/// <param name="location">The file, for messages.</param>
internal sealed class PlainJson(string location)
{
    private const string OnLines = "expected an object on each line, such as jq -c";
    private static readonly TranslatedLines.Translation Translate = Add;

    /// <summary>Parses whole lines, see <see cref="ItemBlock.Parse"/>.</summary>
    /// <param name="lines">Complete lines, the last one perhaps without its end.</param>
    /// <param name="firstLineNumber">The number of the first line in its file, counted from 1.</param>
    /// <exception cref="SourceException">The file holds something else.</exception>
    internal ItemBlock Parse(ReadOnlyMemory<byte> lines, long firstLineNumber)
    {
        if (firstLineNumber == 1)
        {
            lines = lines[TextStart.LengthOfMark(lines.Span, location)..];
            RefuseForeign(lines.Span);
        }

        return TranslatedLines.Parse(lines, firstLineNumber, Translate);
    }

    /// <summary>Whether a text begins with an object whose values have DynamoDB's types.</summary>
    internal static bool IsTyped(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text, isFinalBlock: false, state: default);
        try
        {
            // {"Item":{"name":{"S": or {"name":{"S":, and then a value that is none of an object's members.
            var names = 0;
            while (names < 3 && json.Read() && json.TokenType == JsonTokenType.StartObject && json.Read()
                && json.TokenType == JsonTokenType.PropertyName)
            {
                names++;
                if (names > 1 && json.GetString() is "S" or "N" or "B" or "BOOL" or "NULL" or "M" or "L" or "SS" or "NS" or "BS")
                    return true;
            }
        }
        catch (JsonException)
        {
            // Is no JSON at all.
        }

        return false;
    }

    private static string? Add(ReadOnlySpan<byte> line, LineWriter json)
    {
        if (line.Trim(" \t\r"u8).IsEmpty)
            return null;

        try
        {
            var reader = new Utf8JsonReader(line, TypedJson.Options);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                return "column 1: expected a JSON object, which begins with '{'";

            json.Add("{\"Item\":{"u8);
            TypedJson.AddMembers(ref reader, json);
            json.Add("}}"u8);
            reader.Read(); // nothing may follow
            var refusal = json.Refusal;
            json.Refusal = null;
            return refusal;
        }
        catch (JsonException e)
        {
            json.Refusal = null;
            var column = Encoding.UTF8.GetCharCount(line[..(int)Math.Min(line.Length, e.BytePositionInLine ?? 0)]) + 1;
            return $"column {column}: is no JSON: {e.Message.Split(" LineNumber:")[0]}";
        }
    }

    // What a user takes for lines of JSON, and would be refused line by line.
    private void RefuseForeign(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n"u8);
        var line = text[..(text.IndexOf((byte)'\n') is >= 0 and var end ? end : text.Length)].TrimEnd(" \t\r"u8);
        if (line.StartsWith("["u8))
            throw new SourceException($"{location}: is a list; {OnLines} '.[]' {Path.GetFileName(location)} writes them");

        if (line.SequenceEqual("{"u8))
        {
            throw new SourceException(
                $"{location}: its first object is on several lines; {OnLines} . {Path.GetFileName(location)} writes them");
        }

        if (IsTyped(line))
        {
            throw new SourceException($"{location}: is DynamoDB JSON, whose values have types; read it with 'source: {{ type: "
                + "local-dynamodb, manifest: none, path: … }'");
        }
    }
}
