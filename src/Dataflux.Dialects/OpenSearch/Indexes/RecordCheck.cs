using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.OpenSearch.Indexes;

/// <summary>Compares a record with the index of its documents.</summary>
internal static class RecordCheck
{
    // Fields of every document, which its JSON must not have.
    private static readonly HashSet<string> Metadata = new(StringComparer.Ordinal)
    {
        "_id", "_index", "_source", "_routing", "_field_names", "_ignored", "_meta", "_seq_no", "_primary_term", "_version", "_type",
    };

    /// <summary>Whether a field of the name is OpenSearch's own.</summary>
    internal static bool IsMetadata(string field) => Metadata.Contains(field);

    /// <summary>What does not fit; nothing for a record that can be written.</summary>
    /// <param name="type">The record type, or the type with a key to delete.</param>
    /// <param name="index">The index.</param>
    /// <param name="isKey">Whether only the key matters.</param>
    internal static IEnumerable<TargetFinding> Find(Type type, IndexInfo index, bool isKey)
    {
        var nameOf = NameOfField.In(index.Fields);
        var members = RecordMapping.Of(type).Members;
        if (!members.Any(static member => member.IsKey))
        {
            yield return new(
                type, null, $"{type.Name} has no [Key], which the id of its document in '{index.Shown}' is made of; mark its key");
        }

        if (isKey)
            yield break;

        foreach (var field in members.GroupBy(nameOf))
        {
            if (Problem(field.Key, field.Count(), index) is { } problem)
                yield return new(type, field.First().Property.Name, $"{type.Name}.{field.First().Property.Name}: {problem}");
        }
    }

    private static string? Problem(string name, int properties, IndexInfo index) =>
        properties > 1 ? $"{properties} properties are the field '{name}'; name them apart with [Column]"
        : name.Length == 0 || name.Split('.').Any(string.IsNullOrWhiteSpace)
            ? $"'{name}' is no field's name: it is empty, or a part of it between dots is; give another with [Column]"
        : IsMetadata(name)
            ? $"'{name}' is a field that OpenSearch itself gives to every document; give another with [Column]"
        : index.IsStrict && !index.Fields.Contains(name.Split('.')[0], StringComparer.Ordinal)
            ? $"the mapping of '{index.Shown}' is strict and has no field '{name}'; add it, or leave the property out with [NotMapped]"
        : null;
}
