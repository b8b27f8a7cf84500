using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Rejects;

/// <summary>Writes rejects as lines of JSON.</summary>
internal static class RejectLine
{
    internal const string WaitingKeys = "waitingKeys";
    internal const string Detail = "detail";

    private static readonly JsonWriterOptions Options = new() { Encoder = PrintableJson.Encoder, SkipValidation = true };

    /// <summary>One line, its line end included.</summary>
    /// <param name="reject">The reject.</param>
    /// <param name="items">The original lines, in the order of <see cref="Reject.Lines"/>.</param>
    internal static byte[] Format(Reject reject, IReadOnlyList<OriginalLine> items)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("file", reject.Part);
            json.WriteStartArray("lines");
            foreach (var line in reject.Lines)
                json.WriteNumberValue(line);

            json.WriteEndArray();
            json.WriteString("stage", reject.Stage);
            WriteError(json, reject.Error);
            WriteOptional(json, "key", reject.Key);
            WriteRecords(json, reject.Records);
            if (reject.WaitingKeys is { } keys)
            {
                json.WriteStartArray(WaitingKeys);
                foreach (var key in keys)
                    json.WriteNumberValue(key);

                json.WriteEndArray();
            }

            json.WriteStartArray("items");
            foreach (var item in items)
                WriteItem(json, item);

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    // A malformed line is not JSON: it is kept as text, or as base64 when it is not even text.
    private static void WriteItem(Utf8JsonWriter json, OriginalLine item)
    {
        if (item.IsWellFormed)
        {
            json.WriteRawValue(item.Bytes.Span, skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        if (Utf8.IsValid(item.Bytes.Span))
            json.WriteString("malformed", item.Bytes.Span);
        else
            json.WriteBase64String("malformedBase64", item.Bytes.Span);

        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, RejectError error)
    {
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        WriteOptional(json, "code", error.Code);
        WriteOptional(json, Detail, error.Detail == FailureDetail.None ? null : JsonNamingPolicy.CamelCase.ConvertName($"{error.Detail}"));
        WriteOptional(json, "table", error.Table);
        WriteOptional(json, "column", error.Column);
        WriteOptional(json, "constraint", error.Constraint);
        json.WriteEndObject();
    }

    private static void WriteRecords(Utf8JsonWriter json, IReadOnlyList<string>? records)
    {
        if (records is null)
            return;

        json.WriteStartArray("records");
        foreach (var record in records)
            json.WriteRawValue(Encoding.UTF8.GetBytes(record), skipInputValidation: true);

        json.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
