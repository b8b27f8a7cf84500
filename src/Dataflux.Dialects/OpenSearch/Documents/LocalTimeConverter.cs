using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Dialects.OpenSearch.Documents;

/// <summary>The same for times that do not say where they are: those count as UTC.</summary>
internal sealed class LocalTimeConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("documents are only written");

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Text(value));

    internal static string Text(DateTime value) => (value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value)
        .ToString(TimeConverter.Form, CultureInfo.InvariantCulture);
}
