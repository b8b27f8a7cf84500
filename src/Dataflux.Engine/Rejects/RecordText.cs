using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Engine.Rejects;

/// <summary>
/// Shows rows, records and keys as JSON; never used where a migration is fast. They are the profile's own types, so that anything can be in
/// them and any of their properties can throw: nothing that is thrown gets out of here.
/// </summary>
public static class RecordText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = PrintableJson.Encoder,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        ReferenceHandler = ReferenceHandler.IgnoreCycles,
        Converters = { new JsonDocumentConverter(), new NumberConverter(), new JsonStringEnumConverter() },
    };

    /// <summary>A row, record or key as JSON; a property that cannot be shown says why.</summary>
    /// <param name="record">The object.</param>
    public static string Of(object record) => TrySerialize(record, record.GetType(), out _) ?? OfProperties(record);

    /// <summary>The properties of a record with <c>[Key]</c> as JSON; <see langword="null"/> when it has none.</summary>
    /// <param name="record">The record.</param>
    public static string? OfKey(object record)
    {
        var key = KeyProperties.Of(record.GetType()).ToList();
        return key.Count == 0 ? null : Of(record, key);
    }

    private static string OfProperties(object record) =>
        Of(record, record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance));

    private static string Of(object record, IEnumerable<PropertyInfo> properties)
    {
        var shown = new JsonObject();
        foreach (var property in properties)
        {
            if (property.CanRead && property.GetIndexParameters().Length == 0)
                shown[property.Name] = Shown(() => property.GetValue(record), property.PropertyType);
        }

        return shown.ToJsonString(Options);
    }

    // Never ToString: a record's own goes round in cycles until the stack ends.
    private static JsonNode? Shown(Func<object?> read, Type type)
    {
        Exception? reason;
        try
        {
            if (TrySerialize(read(), type, out reason) is { } json)
                return JsonNode.Parse(json);
        }
        catch (Exception e)
        {
            reason = e;
        }

        return JsonValue.Create(
            $"cannot be shown: {(reason is TargetInvocationException { InnerException: { } inner } ? inner : reason)!.GetType().Name}");
    }

    private static string? TrySerialize(object? value, Type type, out Exception? reason)
    {
        try
        {
            reason = null;
            return JsonSerializer.Serialize(value, type, Options);
        }
        catch (Exception e)
        {
            reason = e;
            return null;
        }
    }

    private sealed class JsonDocumentConverter : JsonConverter<Json>
    {
        public override Json Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("records are only written");

        public override void Write(Utf8JsonWriter writer, Json value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }

    private sealed class NumberConverter : JsonConverter<Number>
    {
        public override Number Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("records are only written");

        public override void Write(Utf8JsonWriter writer, Number value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
