using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Profiles.Fields;

namespace Dataflux.Dialects.OpenSearch.Documents;

/// <summary>
/// How records become JSON: <c>[Column]</c> names fields, <c>[NotMapped]</c> leaves them out, numbers have all their digits, times are ISO
/// 8601 in UTC, bytes are base64.
/// </summary>
internal static class DocumentJson
{
    /// <summary>The options for records whose fields are named as an index spells them.</summary>
    /// <param name="record">The type whose fields are those of the index; the names of others are plain.</param>
    /// <param name="declared">The fields that the index has.</param>
    internal static JsonSerializerOptions For(Type record, IReadOnlyCollection<string> declared)
    {
        var nameOf = NameOfField.In(declared);
        return new()
        {
            Encoder = DocumentEncoder.Instance,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver
            {
                Modifiers = { type => Name(type, type.Type == record ? nameOf : NameOfField.Plain) },
            },
            Converters =
            {
                new TimeConverter(), new LocalTimeConverter(), new WholeNumberConverter(), new EnumTextConverterFactory(),
            },
        };
    }

    private static void Name(JsonTypeInfo type, Func<RecordMember, string> nameOf)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;

        var members = RecordMapping.Of(type.Type).Members.ToDictionary(static member => member.Property.Name, StringComparer.Ordinal);
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var property = type.Properties[i];
            if (property.AttributeProvider is PropertyInfo own && !own.IsDefined(typeof(NotMappedAttribute))
                && members.TryGetValue(own.Name, out var member))
            {
                property.Name = nameOf(member);
            }
            else
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}
