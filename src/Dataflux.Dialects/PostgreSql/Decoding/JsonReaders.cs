using System.Text.Json;

namespace Dataflux.Dialects.PostgreSql.Decoding;

/// <summary>Documents as M, L and scalars. Texts and names keep the escapes that they have, numbers all of their digits.</summary>
internal static class JsonReaders
{
    // Items do not go that deep; what does is refused when the line is read.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    /// <summary>A byte with the version of the form, then text.</summary>
    internal static void Jsonb(ReadOnlySpan<byte> value, LineWriter line) => Json(value[1..], line);

    internal static void Json(ReadOnlySpan<byte> value, LineWriter line)
    {
        var start = line.Length;
        try
        {
            var json = new Utf8JsonReader(value, Options);
            json.Read();
            AddValue(ref json, line);
        }
        catch (JsonException)
        {
            // Only texts of the type json can be what a stricter reader refuses.
            line.CutTo(start);
            TextReaders.Text(value, line);
            line.Refusal = $"is JSON nested deeper than {Options.MaxDepth} levels, or none";
        }
    }

    private static void AddValue(ref Utf8JsonReader json, LineWriter line)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                AddMap(ref json, line);
                break;
            case JsonTokenType.StartArray:
                AddList(ref json, line);
                break;
            case JsonTokenType.Number:
                NumberReaders.Json(json.ValueSpan, line);
                break;
            case JsonTokenType.String:
                line.Add("{\"S\":\""u8);
                line.Add(json.ValueSpan);
                line.Add("\"}"u8);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                line.Add(json.TokenType == JsonTokenType.True ? "{\"BOOL\":true}"u8 : "{\"BOOL\":false}"u8);
                break;
            default:
                line.Add(ItemReader.Null);
                break;
        }
    }

    private static void AddMap(ref Utf8JsonReader json, LineWriter line)
    {
        line.Add("{\"M\":{"u8);
        for (var isFirst = true; json.Read() && json.TokenType == JsonTokenType.PropertyName; isFirst = false)
        {
            line.Add(isFirst ? "\""u8 : ",\""u8);
            line.Add(json.ValueSpan);
            line.Add("\":"u8);
            json.Read();
            AddValue(ref json, line);
        }

        line.Add("}}"u8);
    }

    private static void AddList(ref Utf8JsonReader json, LineWriter line)
    {
        line.Add("{\"L\":["u8);
        for (var isFirst = true; json.Read() && json.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (!isFirst)
                line.Add((byte)',');

            AddValue(ref json, line);
        }

        line.Add("]}"u8);
    }
}
