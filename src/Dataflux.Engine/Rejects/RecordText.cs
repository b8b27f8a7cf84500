using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dataflux.Profiles;

namespace Dataflux.Engine.Rejects;

/// <summary>Shows a rejected record as JSON; only ever used on the failing path.</summary>
internal static class RecordText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonDocumentConverter(), new NumberConverter(), new JsonStringEnumConverter() },
    };

    internal static string Of(object record)
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
