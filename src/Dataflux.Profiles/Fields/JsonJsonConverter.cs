using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Profiles.Fields;

/// <summary>Lets a document stand inside what <see cref="Json.Serialize"/> is given.</summary>
internal sealed class JsonJsonConverter : JsonConverter<Json>
{
    public override Json Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Json is written to JSON, never read from it");

    public override void Write(Utf8JsonWriter writer, Json value, JsonSerializerOptions options)
    {
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
