using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Profiles.Items;

/// <summary>Lets a list stand inside what <see cref="Json.Serialize"/> is given.</summary>
internal sealed class ValueListJsonConverter : JsonConverter<ValueList>
{
    public override ValueList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("ValueList is written to JSON, never read from it");

    public override void Write(Utf8JsonWriter writer, ValueList value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var element in value)
            writer.WriteRawValue(element.ToJson().Utf8.Span, skipInputValidation: true);
        writer.WriteEndArray();
    }
}
