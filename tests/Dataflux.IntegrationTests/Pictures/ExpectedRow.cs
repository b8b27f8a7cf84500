using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.Pictures;

/// <summary>One item of the pictures collection, as the model understands it.</summary>
internal sealed record ExpectedRow(
    long PictureId, int LanguageId, int AgencyId, int FormatId, string Url, string Caption, long? FormatPictureId, int? Width, int? Height)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The row of a line; <see langword="null"/> for another kind of item and for one that must be rejected.</summary>
    internal static ExpectedRow? Parse(byte[] line)
    {
        try
        {
            var item = JsonNode.Parse(StrictUtf8.GetString(line))!["Item"]!.AsObject();
            foreach (var (_, value) in item)
                CheckType(value!.AsObject());

            if (Optional(item, "pictureId") is null)
                return null;

            Text(item, "id");
            return new ExpectedRow(
                checked((long)Whole(item, "pictureId")!.Value),
                checked((int)Required(item, "languageId")),
                checked((int)Required(item, "agencyId")),
                checked((int)Required(item, "formatId")),
                Text(item, "url") ?? throw new FormatException("url"),
                Text(item, "caption") ?? "",
                checked((long?)Whole(item, "formatPictureId")),
                checked((int?)Whole(item, "originalWidth")),
                checked((int?)Whole(item, "originalHeight")));
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException or InvalidOperationException
            or ArgumentException)
        {
            return null;
        }
    }

    private static void CheckType(JsonObject value)
    {
        if (value.Count != 1 || value.Single().Key is not ("S" or "N" or "B" or "BOOL" or "NULL" or "M" or "L" or "SS" or "NS" or "BS"))
            throw new FormatException("not an attribute value");
    }

    /// <summary>The type and value of an attribute; nothing when it is missing or NULL.</summary>
    private static (string Type, JsonNode Value)? Optional(JsonObject item, string name) =>
        item[name] is JsonObject value && value.Single().Key != "NULL" ? (value.Single().Key, value.Single().Value!) : null;

    private static string? Text(JsonObject item, string name) => Optional(item, name) switch
    {
        null => item.ContainsKey(name) || name == "caption" ? null : throw new FormatException($"{name} is missing"),
        ("S", var value) => (string?)value,
        _ => throw new FormatException($"{name} is no text"),
    };

    private static Int128 Required(JsonObject item, string name) => Whole(item, name) ?? throw new FormatException($"{name} is missing");

    private static Int128? Whole(JsonObject item, string name) => Optional(item, name) switch
    {
        null => null,
        ("N" or "S", var value) => Int128.Parse((string)value!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        _ => throw new FormatException($"{name} is no number"),
    };
}
