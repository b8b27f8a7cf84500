using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Profiles.Fields;

/// <summary>Lets a number stand inside what <see cref="Json.Serialize"/> is given.</summary>
internal sealed class NumberJsonConverter : JsonConverter<Number>
{
    public override Number Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Number is written to JSON, never read from it");

    public override void Write(Utf8JsonWriter writer, Number value, JsonSerializerOptions options)
    {
        writer.WriteRawValue(Encoding.ASCII.GetBytes(value.Text), skipInputValidation: true);
    }
}
