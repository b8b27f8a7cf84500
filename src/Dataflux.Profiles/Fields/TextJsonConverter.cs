using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Profiles.Fields;

/// <summary>Shows a text as a JSON string.</summary>
internal sealed class TextJsonConverter : JsonConverter<Text>
{
    public override Text Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Text.Of(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Text value, JsonSerializerOptions options) => writer.WriteStringValue(value.Utf8);
}
