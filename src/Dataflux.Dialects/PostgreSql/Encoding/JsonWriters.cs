using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Dialects.Sql;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>
/// Documents into <c>json</c> (its text) and <c>jsonb</c> (a version byte, then the text; PostgreSQL source, <c>jsonb_recv</c>).
/// </summary>
internal static class JsonWriters
{
    private const byte JsonbVersion = 1;

    internal static void Json(CopyBuffer buffer, Profiles.Json value) => Document(buffer, value, binary: false);

    internal static void Jsonb(CopyBuffer buffer, Profiles.Json value) => Document(buffer, value, binary: true);

    internal static void Json(CopyBuffer buffer, string value) => Text(buffer, value, binary: false);

    internal static void Jsonb(CopyBuffer buffer, string value) => Text(buffer, value, binary: true);

    internal static void Json(CopyBuffer buffer, Profiles.Text value) => Text(buffer, value, binary: false);

    internal static void Jsonb(CopyBuffer buffer, Profiles.Text value) => Text(buffer, value, binary: true);

    internal static void Json(CopyBuffer buffer, JsonElement value) => Element(buffer, value, binary: false);

    internal static void Jsonb(CopyBuffer buffer, JsonElement value) => Element(buffer, value, binary: true);

    internal static void Json(CopyBuffer buffer, JsonDocument value) => Element(buffer, value.RootElement, binary: false);

    internal static void Jsonb(CopyBuffer buffer, JsonDocument value) => Element(buffer, value.RootElement, binary: true);

    internal static void Json(CopyBuffer buffer, JsonNode value) => Text(buffer, TextOf(value), binary: false);

    internal static void Jsonb(CopyBuffer buffer, JsonNode value) => Text(buffer, TextOf(value), binary: true);

    // A node may hold any .NET value, and JSON has no form for NaN and infinity.
    private static string TextOf(JsonNode value)
    {
        try
        {
            return value.ToJsonString();
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException or JsonException)
        {
            throw new ValueException(ValueException.NoJson, $"holds a value that JSON cannot express: {e.Message}");
        }
    }

    private static void Element(CopyBuffer buffer, JsonElement value, bool binary)
    {
        // An element that was never assigned is no document; the other null of this type is the document null.
        if (value.ValueKind == JsonValueKind.Undefined)
            buffer.WriteNull();
        else
            Text(buffer, value.GetRawText(), binary);
    }

    private static void Text(CopyBuffer buffer, string value, bool binary)
    {
        var start = Begin(buffer, binary);
        TextWriters.Characters(buffer, value);
        End(buffer, start, binary);
    }

    private static void Text(CopyBuffer buffer, Profiles.Text value, bool binary)
    {
        var start = Begin(buffer, binary);
        TextWriters.Characters(buffer, value);
        End(buffer, start, binary);
    }

    private static void Document(CopyBuffer buffer, Profiles.Json value, bool binary)
    {
        var start = Begin(buffer, binary);
        value.Utf8.Span.CopyTo(buffer.Take(value.Utf8.Length));
        End(buffer, start, binary);
    }

    private static int Begin(CopyBuffer buffer, bool binary)
    {
        var start = buffer.BeginValue();
        if (binary)
            buffer.Take(1)[0] = JsonbVersion;
        return start;
    }

    private static void End(CopyBuffer buffer, int start, bool binary)
    {
        if (binary)
            RefuseUnstorable(buffer.WrittenFrom(start + sizeof(byte)));
        buffer.EndValue(start);
    }

    /// <summary>
    /// jsonb holds neither <c>\u0000</c> (22P05) nor half of a surrogate pair (22P02). The server would say so too, but not for which
    /// record of the batch, and with a code that any malformed document has.
    /// </summary>
    private static void RefuseUnstorable(ReadOnlySpan<byte> utf8)
    {
        if (!UnstorableText.Next(utf8, out var at))
            return;

        var escape = System.Text.Encoding.ASCII.GetString(utf8.Slice(at, EscapedCode.Length));
        var what = escape == "\\u0000" ? escape : $"the lone surrogate {escape}";
        throw new ValueException(ValueException.BadJson, $"holds {what} at byte {at + 1} of its document; jsonb cannot, json can");
    }
}
