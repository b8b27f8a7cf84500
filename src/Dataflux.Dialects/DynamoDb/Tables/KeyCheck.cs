using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb.Tables;

/// <summary>Compares a record's <c>[Key]</c>s with the key of its table, and its properties with the keys of the table's indexes.</summary>
internal static class KeyCheck
{
    /// <summary>What does not fit; nothing for a record that can be written.</summary>
    /// <param name="type">The record type, or the type with a key to delete.</param>
    /// <param name="table">The table.</param>
    /// <param name="version">The attribute that <c>onlyNewer</c> compares; <see langword="null"/>: none.</param>
    internal static IEnumerable<TargetFinding> Find(Type type, TableInfo table, string? version)
    {
        if (type == typeof(DynamoDbItem))
            yield break;

        var nameOf = NameOfField.In([.. table.Declared.Select(static attribute => attribute.Name)]);
        var members = RecordMapping.Of(type).Members.Select(member => (Attribute: nameOf(member), Member: member)).ToList();
        var keys = members.Where(static member => member.Member.IsKey).ToList();
        if (!keys.Select(static key => key.Attribute).SequenceEqual(table.Key.Select(static attribute => attribute.Name)))
        {
            yield return new(
                type,
                keys.Count == 0 ? null : keys[0].Member.Property.Name,
                $"the key of the table '{table.Name}' is {string.Join(" and ", table.Key)}, but {type.Name} has "
                    + (keys.Count == 0 ? "no [Key]" : $"[Key] for {string.Join(" and ", keys.Select(static key => $"'{key.Attribute}'"))}")
                    + "; mark the partition key's property [Key] first and the sort key's second, with [Column] where names differ");
        }

        foreach (var (attribute, member) in members)
        {
            var declared = table.Declared.FirstOrDefault(one => one.Name == attribute);
            if (declared is not null && AttributeTypes.Of(member.Property.PropertyType) is { } own && own != declared.Type)
            {
                yield return new(
                    type,
                    member.Property.Name,
                    $"'{attribute}' of the table '{table.Name}' is a key of type {declared.Type}, but {type.Name}.{member.Property.Name} "
                        + $"is written as {own}; change the property's type");
            }
        }

        if (version is not null && !members.Exists(member => member.Attribute == version))
        {
            yield return new(
                type,
                null,
                $"{type.Name} has no property for '{version}', which 'onlyNewer' compares; give it one, or leave 'onlyNewer' out");
        }
    }
}
