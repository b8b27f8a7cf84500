using System.Buffers;
using System.Text;
using System.Text.Json;
using Dataflux.Definitions;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Testing;

/// <summary>
/// Writes an item of a tests file as a line of DynamoDB JSON. Values are plain (<c>width: 640</c>) or typed as in DynamoDB JSON
/// (<c>tags: { SS: [new] }</c>), side by side; a text is taken as the line itself.
/// </summary>
internal static class ItemLine
{
    private static readonly HashSet<string> Types = new(
        StringComparer.Ordinal) { "S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS" };
    private static readonly HashSet<string> Images = new(StringComparer.Ordinal) { "Item", "Keys", "NewImage", "OldImage" };
    private static readonly JsonWriterOptions Options = new() { Encoder = PrintableJson.Encoder };

    // An incremental export says when; which moment it was matters to no test that does not say it.
    private const long DefaultMicroseconds = 946_684_800_000_000;

    /// <summary>The line.</summary>
    internal static string Of(YamlValue item)
    {
        if (item is YamlScalar { Text: var line })
            return line;

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
            Write(json, (YamlMap)item);

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, YamlMap item)
    {
        json.WriteStartObject();
        if (item.Entries.Count > 0
            && item.Entries.All(entry => entry.Key == "Metadata" || (Images.Contains(entry.Key) && entry.Value is YamlMap)))
        {
            if (item["Item"] is null && item["Metadata"] is null)
                WriteMetadata(json);
            foreach (var entry in item.Entries)
            {
                json.WritePropertyName(entry.Key);
                if (entry.Key == "Metadata")
                    WriteMembers(json, entry.Value);
                else
                    WriteAttributes(json, (YamlMap)entry.Value);
            }
        }
        else
        {
            json.WritePropertyName("Item");
            WriteAttributes(json, item);
        }

        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json)
    {
        json.WriteStartObject("Metadata");
        json.WriteStartObject("WriteTimestampMicros");
        json.WriteString("N", $"{DefaultMicroseconds}");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // As it stands: what is under Metadata is no attribute.
    private static void WriteMembers(Utf8JsonWriter json, YamlValue value)
    {
        if (value is not YamlMap map)
        {
            json.WriteStringValue(((YamlScalar)value).Text);
            return;
        }

        json.WriteStartObject();
        foreach (var entry in map.Entries)
        {
            json.WritePropertyName(entry.Key);
            WriteMembers(json, entry.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, YamlMap attributes)
    {
        json.WriteStartObject();
        foreach (var entry in attributes.Entries)
        {
            json.WritePropertyName(entry.Key);
            WriteValue(json, entry.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, YamlValue value)
    {
        if (value is YamlMap { Entries: [{ Key: var type, Value: var typed }] } && Types.Contains(type))
        {
            json.WriteStartObject();
            json.WritePropertyName(type);
            WriteTyped(json, type, typed);
            json.WriteEndObject();
            return;
        }

        json.WriteStartObject();
        switch (value)
        {
            case YamlMap map:
                json.WritePropertyName("M");
                WriteAttributes(json, map);
                break;
            case YamlList list:
                json.WritePropertyName("L");
                WriteList(json, list);
                break;
            case YamlScalar scalar:
                WritePlain(json, scalar);
                break;
            default:
                throw new NotSupportedException($"{value.What} is no value of an item");
        }

        json.WriteEndObject();
    }

    private static void WriteTyped(Utf8JsonWriter json, string type, YamlValue value)
    {
        switch (type, value)
        {
            case ("M", YamlMap map):
                WriteAttributes(json, map);
                break;
            case ("L", YamlList list):
                WriteList(json, list);
                break;
            case ("SS" or "NS" or "BS", YamlList list):
                json.WriteStartArray();
                foreach (var element in list.Values)
                    json.WriteStringValue(element is YamlScalar scalar ? scalar.Text : element.What);

                json.WriteEndArray();
                break;
            case ("BOOL" or "NULL", YamlScalar { Text: "true" or "false" } scalar):
                json.WriteBooleanValue(scalar.Text == "true");
                break;
            default:
                // Wrong on purpose, perhaps: what a profile makes of it is for the test to say.
                json.WriteStringValue(value is YamlScalar text ? text.Text : value.What);
                break;
        }
    }

    private static void WriteList(Utf8JsonWriter json, YamlList list)
    {
        json.WriteStartArray();
        foreach (var value in list.Values)
            WriteValue(json, value);

        json.WriteEndArray();
    }

    private static void WritePlain(Utf8JsonWriter json, YamlScalar scalar)
    {
        if (scalar.IsNull)
        {
            json.WriteBoolean("NULL", value: true);
            return;
        }

        switch (PlainValue.Of(scalar.Text, scalar.Quoted))
        {
            case bool boolean:
                json.WriteBoolean("BOOL", boolean);
                break;
            case long or decimal:
                json.WriteString("N", scalar.Text);
                break;
            default:
                json.WriteString("S", scalar.Text);
                break;
        }
    }
}
