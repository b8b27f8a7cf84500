using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Dataflux.Tests.Profiles;

/// <summary>What a line means, slowly and obviously: the rules of the export format on top of System.Text.Json.</summary>
internal static partial class LineModel
{
    private static readonly string[] Types = ["S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"];

    /// <summary>The line's meaning as text, to compare; <see langword="null"/> for a malformed line.</summary>
    public static string? Read(byte[] line)
    {
        if (!Utf8.IsValid(line))
            return null;
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 300 });
            return Line(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A number by its sign, digits and power of ten.</summary>
    public static string Number(string text)
    {
        var match = NumberForm().Match(text);
        Require(match.Success);
        var fraction = match.Groups["fraction"].Value;
        var digits = BigInteger.Parse(match.Groups["whole"].Value + fraction);
        if (digits.IsZero)
            return "0";
        var power = (match.Groups["power"].Success ? BigInteger.Parse(match.Groups["power"].Value, NumberStyles.AllowLeadingSign) : 0)
            - fraction.Length;
        while (digits % 10 == 0)
        {
            digits /= 10;
            power++;
        }

        var count = digits.ToString().Length;
        Require(count <= 38 && power + count - 1 <= 125 && power + count - 1 >= -130);
        return $"{match.Groups["sign"].Value}{digits}E{power}";
    }

    private static string Line(JsonElement root)
    {
        Require(root.ValueKind == JsonValueKind.Object);
        var members = new Dictionary<string, JsonElement>();
        foreach (var member in root.EnumerateObject())
        {
            var name = Name(member);
            if (name is "Item" or "Keys" or "NewImage" or "OldImage" or "Metadata")
                Require(members.TryAdd(name, member.Value));
        }

        var images = members.Where(m => m.Key != "Metadata" && m.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(m => m.Key, m => Map(m.Value));
        var time = members.TryGetValue("Metadata", out var metadata) ? WriteTime(metadata) : null;
        if (images.TryGetValue("Item", out var item))
        {
            Require(!members.ContainsKey("Keys") && !members.ContainsKey("NewImage") && !members.ContainsKey("OldImage"));
            return $"Put {item}";
        }

        Require(!members.ContainsKey("Item") && images.TryGetValue("Keys", out var keys) && keys != "{}" && time is not null);
        return (images.TryGetValue("NewImage", out var image) ? $"Put {image}" : "Delete {}")
            + $" keys {images["Keys"]} old {(images.TryGetValue("OldImage", out var old) ? old : "none")} at {time}";
    }

    private static string? WriteTime(JsonElement metadata)
    {
        Require(metadata.ValueKind == JsonValueKind.Object);
        string? time = null;
        foreach (var member in metadata.EnumerateObject().Where(m => Name(m) == "WriteTimestampMicros"))
        {
            Require(time is null);
            var text = member.Value.ValueKind switch
            {
                JsonValueKind.Object => Value(member.Value),
                JsonValueKind.String => "N:" + Number(Text(member.Value.GetRawText()[1..^1])),
                JsonValueKind.Number => "N:" + Number(member.Value.GetRawText()),
                _ => "",
            };
            var parts = Regex.Match(text, "^N:(?<digits>-?[0-9]+)E?(?<power>-?[0-9]*)$", RegexOptions.NonBacktracking);
            Require(parts.Success);
            var power = parts.Groups["power"].Length == 0 ? 0 : int.Parse(parts.Groups["power"].Value);
            Require(power >= 0);
            var micros = BigInteger.Parse(parts.Groups["digits"].Value) * BigInteger.Pow(10, power);
            Require(micros >= -62135596800000000 && micros <= 253402300799999999);
            time = micros.ToString();
        }

        return time;
    }

    private static string Map(JsonElement map)
    {
        Require(map.ValueKind == JsonValueKind.Object);
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in map.EnumerateObject())
            Require(Name(member).Length > 0 && members.TryAdd(Name(member), Value(member.Value)));
        return "{" + string.Join(",", members.Select(m => $"{m.Key}={m.Value}")) + "}";
    }

    private static string Value(JsonElement value)
    {
        Require(value.ValueKind == JsonValueKind.Object);
        var members = value.EnumerateObject().ToArray();
        Require(members.All(m => Types.Contains(Name(m))) && members.Select(Name).Distinct().Count() == members.Length);
        var single = members.Where(m => m.Value.ValueKind != JsonValueKind.Null).ToArray();
        Require(single.Length == 1);
        var (type, content) = (Name(single[0]), single[0].Value);
        return type + ":" + type switch
        {
            "S" or "N" or "B" => Scalar(type, content),
            "BOOL" => Checked(content.ValueKind is JsonValueKind.True or JsonValueKind.False, content.GetRawText()),
            "NULL" => Checked(content.ValueKind == JsonValueKind.True, "true"),
            "M" => Map(content),
            "L" => Checked(content.ValueKind == JsonValueKind.Array, "") + "[" + string.Join(",", Elements(content).Select(Value)) + "]",
            _ => Set(Elements(content).Select(e => Scalar(type[..1], e)).ToArray()),
        };
    }

    private static JsonElement.ArrayEnumerator Elements(JsonElement array)
    {
        Require(array.ValueKind == JsonValueKind.Array);
        return array.EnumerateArray();
    }

    private static string Set(string[] elements)
    {
        Require(elements.Length > 0 && elements.Distinct().Count() == elements.Length);
        return "[" + string.Join(",", elements) + "]";
    }

    private static string Scalar(string type, JsonElement content)
    {
        Require(content.ValueKind == JsonValueKind.String);
        var text = Text(content.GetRawText()[1..^1]);
        return type switch
        {
            "S" => text,
            "N" => Number(text),
            // Whitespace and bits after the last byte are no part of any encoder's output.
            _ =>
                Checked(
                    Convert.ToBase64String(Convert.FromBase64String(text)) == text, Convert.ToHexString(Convert.FromBase64String(text))),
        };
    }

    private static string Name(JsonProperty property) => Text(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(property)));

    // Utf16 code units as they are: System.Text.Json refuses to hand out half of a surrogate pair.
    private static string Text(string raw) =>
        !raw.Contains('\\') ? raw : Regex.Replace(raw, """\\u[0-9a-fA-F]{4}|\\.""", m => m.Value[1] switch
        {
            'u' => ((char)int.Parse(m.Value.AsSpan(2), NumberStyles.HexNumber)).ToString(),
            'b' => "\b",
            'f' => "\f",
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            var c => c.ToString(),
        }, RegexOptions.NonBacktracking);

    private static string Checked(bool condition, string text)
    {
        Require(condition);
        return text;
    }

    private static void Require(bool condition)
    {
        if (!condition)
            throw new FormatException();
    }

    [GeneratedRegex(
        @"\A(?<sign>-?)(?<whole>[0-9]+)(?:\.(?<fraction>[0-9]+))?(?:[eE](?<power>[+-]?[0-9]+))?\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex NumberForm();
}
