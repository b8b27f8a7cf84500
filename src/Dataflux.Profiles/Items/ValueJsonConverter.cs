using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Profiles.Items;

/// <summary>Lets a value stand inside what <see cref="Json.Serialize"/> is given.</summary>
internal sealed class ValueJsonConverter : JsonConverter<Value>
{
    public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Value is written to JSON, never read from it");

    public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options)
    {
        writer.WriteRawValue(value.ToJson().Utf8.Span, skipInputValidation: true);
    }
}
