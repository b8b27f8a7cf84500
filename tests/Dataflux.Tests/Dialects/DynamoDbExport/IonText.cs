using System.Text;
using System.Text.Json;

namespace Dataflux.Tests.Dialects.DynamoDbExport;

/// <summary>
/// Writes a line of DynamoDB JSON as the Ion text that says the same: as AWS writes it, or with <c>variety</c> in every
/// way Ion allows. Independent of the reader under test.
/// </summary>
internal sealed class IonText(Random random, bool variety)
{
    internal static string AsAwsWrites(string json) => new IonText(new Random(0), variety: false).Line(json);

    internal string Line(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 300 });
        var images = Struct(document.RootElement.EnumerateObject()
            .Where(m => m.Name is "Item" or "Keys" or "OldImage" or "NewImage" or "Metadata")
            .Select(
                m => (m.Name, m.Name == "Metadata" ? Metadata(m.Value) : m.Value.ValueKind == JsonValueKind.Null ? Null() : Map(m.Value))));
        var body = document.RootElement.TryGetProperty("Item", out _) ? images : $"{{Record:{images}}}";
        return (variety && random.Next(4) == 0 ? "" : " ") + "$ion_1_0 " + body + (variety && random.Next(4) == 0 ? " // done" : "");
    }

    private static string Metadata(JsonElement metadata)
    {
        var time = metadata.GetProperty("WriteTimestampMicros");
        var text = time.ValueKind switch
        {
            JsonValueKind.Object => time.GetProperty("N").GetString(),
            JsonValueKind.Number => time.GetRawText(),
            _ => time.GetString(),
        };
        return $"{{WriteTimestampMicros:{text}.}}";
    }

    private string Map(JsonElement map) => Struct(map.EnumerateObject().Select(m => (m.Name, Value(m.Value))));

    private string Struct(IEnumerable<(string Name, string Value)> members) =>
        "{" + Space() + string.Join("," + Space(), members.Select(m => Name(m.Name) + Space() + ":" + Space() + m.Value)) + Space() + "}";

    private string Value(JsonElement typed)
    {
        var payload = typed.EnumerateObject().Single(m => m.Value.ValueKind != JsonValueKind.Null);
        var value = payload.Value;
        return payload.Name switch
        {
            "S" => Text(value.GetString()!),
            "N" => Number(value.GetString()!),
            "B" => Blob(value.GetString()!),
            "BOOL" => value.GetBoolean() ? "true" : "false",
            "NULL" => Null(),
            "M" => Map(value),
            "L" => List(value.EnumerateArray().Select(Value)),
            "SS" => "$dynamodb_SS::" + List(value.EnumerateArray().Select(e => Text(e.GetString()!))),
            "NS" => "$dynamodb_NS::" + List(value.EnumerateArray().Select(e => Number(e.GetString()!))),
            _ => (variety ? "'$dynamodb_BS' :: " : "$dynamodb_BS::") + List(value.EnumerateArray().Select(e => Blob(e.GetString()!))),
        };
    }

    private string List(IEnumerable<string> elements)
    {
        var all = elements.ToList();
        return "[" + Space() + string.Join("," + Space(), all) + (variety && all.Count > 0 && random.Next(5) == 0 ? " , " : Space()) + "]";
    }

    private string Null() => variety && random.Next(2) == 0 ? "null.string" : "null";

    private string Name(string name)
    {
        var isPlain = name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_')
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            && name is not ("null" or "true" or "false" or "nan");
        if (isPlain && (!variety || random.Next(3) > 0))
            return name;
        return variety && random.Next(2) == 0 ? Text(name) : "'" + Escaped(name, '\'') + "'";
    }

    private string Text(string text)
    {
        if (!variety || random.Next(4) > 0)
            return "\"" + Escaped(text, '"') + "\"";
        // Not between the halves of a pair.
        var middle = text.Length / 2;
        if (middle > 0 && char.IsHighSurrogate(text[middle - 1]))
            middle--;
        return "'''" + Escaped(text[..middle], '\'') + "''' '''" + Escaped(text[middle..], '\'') + "'''";
    }

    private string Escaped(string text, char quote)
    {
        var escaped = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == quote || c == '\\')
            {
                escaped.Append('\\').Append(c);
            }
            else if (c < ' ')
            {
                escaped.Append(
                    c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", '\0' => variety ? "\\0" : "\\u0000", _ => $"\\x{(int)c:x2}" });
            }
            else if (variety && random.Next(6) == 0 && char.IsSurrogatePair(text, i))
            {
                escaped.Append($"\\U{char.ConvertToUtf32(text, i++):X8}");
            }
            else if (variety && random.Next(6) == 0 && !char.IsSurrogate(c))
            {
                escaped.Append($"\\u{(int)c:X4}");
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }

    /// <summary>Decimals: zeros at the end become an exponent, as in <c>6d2</c>.</summary>
    private static string Number(string number)
    {
        var sign = number[0] == '-' ? "-" : "";
        var exponentAt = number.IndexOfAny(['e', 'E']);
        var exponent = exponentAt < 0 ? 0 : int.Parse(number[(exponentAt + 1)..]);
        var mantissa = number[sign.Length..(exponentAt < 0 ? number.Length : exponentAt)];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;
        var trimmed = digits.TrimEnd('0');
        exponent += digits.Length - trimmed.Length;
        return trimmed.Length == 0 ? "0." : exponent == 0 ? $"{sign}{trimmed}." : $"{sign}{trimmed}d{exponent}";
    }

    private string Blob(string base64) => variety && random.Next(2) == 0 ? $"{{{{ {base64}\t}}}}" : $"{{{{{base64}}}}}";

    private string Space() => !variety ? "" : random.Next(6) switch { 0 => " ", 1 => "\t", 2 => "/* a */", _ => "" };
}
