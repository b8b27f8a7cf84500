using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataflux.Dialects.OpenSearch.Documents;

/// <summary>Times in UTC, with as many digits as .NET has, so that texts sort as times do.</summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    internal const string Form = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("documents are only written");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture));
}
