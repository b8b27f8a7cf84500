using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Profiles.Items;

/// <summary>Shows an item to people: attributes as they were read, and what was set in it, as plain JSON.</summary>
internal sealed class DynamoDbItemJsonConverter : JsonConverter<DynamoDbItem>
{
    public override DynamoDbItem Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("items are only written");

    public override void Write(Utf8JsonWriter writer, DynamoDbItem value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var name in value.Read.Names.Where(value.Keeps))
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value.Read[name], options);
        }

        foreach (var (name, changed) in value.Changed)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, changed, options);
        }

        writer.WriteEndObject();
    }
}
