using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dataflux.Profiles;

namespace Dataflux.Engine.Rejects;

/// <summary>Shows rows, records and keys as JSON; never used where a migration is fast.</summary>
public static class RecordText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonDocumentConverter(), new NumberConverter(), new JsonStringEnumConverter() },
    };

    /// <summary>A row, record or key as JSON; as plain text in quotes when it cannot be.</summary>
    /// <param name="record">The object.</param>
    public static string Of(object record)
    {
        try
        {
            return JsonSerializer.Serialize(record, record.GetType(), Options);
        }
        catch (Exception e) when (e is NotSupportedException or JsonException or InvalidOperationException)
        {
            return JsonSerializer.Serialize(record.ToString(), Options);
        }
    }

    private sealed class JsonDocumentConverter : JsonConverter<Json>
    {
        public override Json Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("records are only written");

        public override void Write(Utf8JsonWriter writer, Json value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }

    private sealed class NumberConverter : JsonConverter<Number>
    {
        public override Number Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("records are only written");

        public override void Write(Utf8JsonWriter writer, Number value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
