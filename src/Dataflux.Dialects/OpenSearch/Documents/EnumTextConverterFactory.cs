using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Dialects.OpenSearch.Documents;

/// <summary>Enums by their labels.</summary>
internal sealed class EnumTextConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(EnumTextConverter<>).MakeGenericType(typeToConvert))!;
}
