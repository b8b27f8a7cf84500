using System.Text;
using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>An index of <see cref="SearchStore"/>: documents with versions, and what its mapping refuses.</summary>
internal sealed class SearchIndex(string name, JsonObject body)
{
    private const int LargestTerm = 32_766;
    private const int DefaultFields = 1000;
    private readonly Dictionary<string, long> _deleted = new(StringComparer.Ordinal);

    internal string Name => name;

    internal string Uuid { get; } = Guid.NewGuid().ToString("N");

    internal Dictionary<string, (long Version, JsonNode Source)> Documents { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, JsonObject> Aliases { get; } = (body["aliases"]?.AsObject() ?? [])
        .ToDictionary(static alias => alias.Key, static alias => alias.Value!.AsObject(), StringComparer.Ordinal);

    internal JsonObject Mappings { get; } = body["mappings"]?.DeepClone().AsObject() ?? [];

    internal JsonObject Settings { get; } = body["settings"]?.DeepClone().AsObject() ?? [];

    /// <summary>Documents that a search sees: those since the last refresh do not count.</summary>
    internal int Visible { get; set; }

    internal JsonObject Describe() => new()
    {
        ["aliases"] = new JsonObject(Aliases.Select(static alias => KeyValuePair.Create(alias.Key, (JsonNode?)alias.Value.DeepClone()))),
        ["mappings"] = Mappings.DeepClone(),
        ["settings"] = new JsonObject { ["index"] = new JsonObject { ["uuid"] = Uuid } },
    };

    internal SearchResult Put(string id, string? versionType, long? version, JsonNode source)
    {
        if (Conflict(id, versionType, version) is { } conflict)
            return conflict;

        if (Refusal(source.AsObject(), Mappings, id) is { } refused)
            return refused;

        var isNew = !Documents.TryGetValue(id, out var there);
        var next = version ?? (isNew ? _deleted.GetValueOrDefault(id) : there.Version) + 1;
        Documents[id] = (next, source);
        _deleted.Remove(id);
        return new(isNew ? 201 : 200, isNew ? "created" : "updated", next);
    }

    internal SearchResult Delete(string id, string? versionType, long? version)
    {
        if (Conflict(id, versionType, version) is { } conflict)
            return conflict;

        var next = version ?? VersionOf(id) + 1;
        var found = Documents.Remove(id);
        _deleted[id] = next;
        return found ? new(200, "deleted", next) : new(404, "not_found", next);
    }

    private long VersionOf(string id) => Documents.TryGetValue(id, out var there) ? there.Version : _deleted.GetValueOrDefault(id);

    private SearchResult? Conflict(string id, string? versionType, long? version)
    {
        if (version is not { } given || (!Documents.ContainsKey(id) && !_deleted.ContainsKey(id)))
            return null;

        var there = VersionOf(id);
        return (versionType == "external_gte" ? given >= there : given > there)
            ? null
            : SearchResult.Failed(
                409, "version_conflict_engine_exception",
                $"[{id}]: version conflict, current version [{there}] is higher {(versionType == "external_gte" ? "" : "or equal to ")}"
                    + $"than the one provided [{given}]");
    }

    private static SearchResult? Refusal(JsonObject source, JsonObject mapping, string id)
    {
        if (mapping["properties"] is not JsonObject properties)
            mapping["properties"] = properties = [];

        foreach (var (field, value) in source)
        {
            if (field == "_id")
                return Mapper("Field [_id] is a metadata field and cannot be added inside a document.");

            if (properties[field] is JsonObject known)
            {
                if (value is not null && OfField(field, known, value, id) is { } refused)
                    return refused;
            }
            else if ((string?)mapping["dynamic"]?.ToString() == "strict")
            {
                return SearchResult.Failed(
                    400, "strict_dynamic_mapping_exception",
                    $"mapping set to strict, dynamic introduction of [{field}] within [_doc] is not allowed");
            }
            else if (value is not null)
            {
                if (properties.Count == DefaultFields)
                {
                    return SearchResult.Failed(
                        400, "illegal_argument_exception", $"Limit of total fields [{DefaultFields}] has been exceeded");
                }

                properties[field] = new JsonObject { ["type"] = value is JsonObject ? "object" : "text" };
            }
        }

        return null;
    }

    private static SearchResult? OfField(string field, JsonObject mapping, JsonNode value, string id) => (string?)mapping["type"] switch
    {
        "keyword" when mapping["ignore_above"] is null && Encoding.UTF8.GetByteCount(value.ToString()) > LargestTerm => SearchResult.Failed(
            400, "illegal_argument_exception",
            $"Document contains at least one immense term in field=\"{field}\" (whose UTF8 encoding is longer than the max length 32766)"),
        "long" or "integer" when !long.TryParse(value.ToString(), out _) => Mapper(
            $"failed to parse field [{field}] of type [{mapping["type"]}] in document with id '{id}'. Preview of field's value: '{value}'"),
        _ => null,
    };

    private static SearchResult Mapper(string reason) => SearchResult.Failed(400, "mapper_parsing_exception", reason);
}
