using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Profiles.Items;

/// <summary>Lets an item stand inside what <see cref="Json.Serialize"/> is given.</summary>
internal sealed class ItemJsonConverter : JsonConverter<Item>
{
    public override Item Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Item is written to JSON, never read from it");

    public override void Write(Utf8JsonWriter writer, Item value, JsonSerializerOptions options)
    {
        writer.WriteRawValue(value.ToJson().Utf8.Span, skipInputValidation: true);
    }
}
