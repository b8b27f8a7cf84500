using System.Text.Json;
using System.Text.Json.Serialization;
using Dataflux.Dialects.OpenSearch.Ground;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.OpenSearch.Documents;

/// <summary>The values of an enum by their labels, as values and as names of a dictionary's members.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal sealed class EnumTextConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly EnumLabels<T> Labels = new([]);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("documents are only written");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(LabelOf(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(LabelOf(value));

    private static byte[] LabelOf(T value)
    {
        try
        {
            return Labels.Find(value);
        }
        catch (ValueException e)
        {
            throw new UnfitDocumentException(e.Message);
        }
    }
}
