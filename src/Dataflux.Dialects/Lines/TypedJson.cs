using System.Text.Json;

namespace Dataflux.Dialects.Lines;

/// <summary>Values of JSON as M, L and scalars. Texts and names keep the escapes that they have, numbers all of their digits.</summary>
internal static class TypedJson
{
    /// <summary>Items do not go that deep; what does is refused when the line is read.</summary>
    internal static JsonReaderOptions Options => new() { MaxDepth = 1000 };

    /// <summary>The value at which a reader stands.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static void Add(ref Utf8JsonReader json, LineWriter line)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                line.Add("{\"M\":{"u8);
                AddMembers(ref json, line);
                line.Add("}}"u8);
                break;
            case JsonTokenType.StartArray:
                AddList(ref json, line);
                break;
            case JsonTokenType.Number:
                AddNumber(json.ValueSpan, line);
                break;
            case JsonTokenType.String:
                line.Add("{\"S\":\""u8);
                line.Add(json.ValueSpan);
                line.Add("\"}"u8);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                TypedValue.AddBool(json.TokenType == JsonTokenType.True, line);
                break;
            default:
                line.Add(TypedValue.Null);
                break;
        }
    }

    /// <summary>The members of the object at whose beginning a reader stands.</summary>
    internal static void AddMembers(ref Utf8JsonReader json, LineWriter line)
    {
        for (var isFirst = true; json.Read() && json.TokenType == JsonTokenType.PropertyName; isFirst = false)
        {
            line.Add(isFirst ? "\""u8 : ",\""u8);
            line.Add(json.ValueSpan);
            line.Add("\":"u8);
            json.Read();
            Add(ref json, line);
        }
    }

    private static void AddList(ref Utf8JsonReader json, LineWriter line)
    {
        line.Add("{\"L\":["u8);
        for (var isFirst = true; json.Read() && json.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (!isFirst)
                line.Add((byte)',');

            Add(ref json, line);
        }

        line.Add("]}"u8);
    }

    private static void AddNumber(ReadOnlySpan<byte> text, LineWriter line)
    {
        var start = TypedValue.BeginNumber(line);
        line.Add(text);
        TypedValue.EndNumber(line, start, TypedValue.IsSafe(text.Length) && text.IndexOfAny((byte)'e', (byte)'E') < 0);
    }
}
