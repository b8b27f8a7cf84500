using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>
/// Indexes and aliases as OpenSearch keeps them, as far as its own REST tests say it
/// (opensearch-project/OpenSearch, rest-api-spec/src/main/resources/rest-api-spec/test): <c>bulk/10_basic</c>,
/// <c>index/12_result</c>, <c>index/35_external_version</c>, <c>index/36_external_gte_version</c>, <c>index/70_require_alias</c>,
/// <c>delete/12_result</c>, <c>delete/25_external_version</c>, <c>delete/26_external_gte_version</c>, <c>delete/60_missing</c>,
/// <c>indices.create/10_basic</c>, <c>indices.refresh/10_basic</c>, <c>indices.put_settings/all_path_options</c>,
/// <c>indices.update_aliases/20_routing</c>, <c>indices.update_aliases/40_remove_with_must_exist</c>,
/// <c>indices.update_aliases/50_remove_and_add_same_alias</c>.
/// <see cref="SearchServerTests"/> has their cases.
/// </summary>
internal sealed class SearchStore(SearchFaults faults)
{
    internal Dictionary<string, SearchIndex> Indexes { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers to single documents that were made up.</summary>
    internal int Planted { get; private set; }

    internal SearchIndex Create(string name, JsonObject? body = null)
    {
        if (Indexes.ContainsKey(name))
            throw new SearchException(400, "resource_already_exists_exception", $"index [{name}] already exists");

        if (OfAlias(name).Count > 0)
            throw new SearchException(400, "invalid_index_name_exception", $"Invalid index name [{name}], already exists as alias");

        var index = new SearchIndex(name, body ?? []);
        if (index.Mappings["properties"] is JsonObject properties && properties.ContainsKey(""))
            throw new SearchException(400, "illegal_argument_exception", "name cannot be empty string");

        foreach (var alias in index.Aliases.Keys.ToList())
            index.Aliases[alias] = PropertiesOf(index.Aliases[alias]);

        return Indexes[name] = index;
    }

    internal List<SearchIndex> Find(string name)
    {
        var found = Indexes.TryGetValue(name, out var index) ? [index] : OfAlias(name);
        return found.Count > 0 ? found : throw Missing(name);
    }

    /// <summary>Deletes an index, which is named by its own name.</summary>
    internal void Delete(string name)
    {
        if (!Indexes.ContainsKey(name) && OfAlias(name).Count > 0)
        {
            throw new SearchException(
                400, "illegal_argument_exception",
                $"The provided expression [{name}] matches an alias, specify the corresponding concrete indices instead.");
        }

        Indexes.Remove(Find(name)[0].Name);
    }

    internal JsonObject Bulk(string body, bool requireAlias)
    {
        if (!body.EndsWith('\n'))
            throw new SearchException(400, "illegal_argument_exception", "The bulk request must be terminated by a newline [\\n]");

        var lines = body.Split('\n')[..^1];
        var requests = new List<(string Action, JsonObject Meta, JsonNode? Source)>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (JsonNode.Parse(lines[i]) is not JsonObject { Count: 1 } line)
            {
                throw new SearchException(
                    400, "illegal_argument_exception",
                    $"Malformed action/metadata line [{i + 1}], expected FIELD_NAME but found [END_OBJECT]");
            }

            var (action, meta) = line.First();
            requests.Add((action, meta!.AsObject(), action == "delete" ? null : JsonNode.Parse(lines[++i])));
        }

        var items = new JsonArray();
        foreach (var (action, meta, source) in requests)
        {
            var (index, id) = ((string)meta["_index"]!, (string?)meta["_id"]);
            var result = One(action, index, id, meta, source, (bool?)meta["require_alias"] ?? requireAlias);
            items.Add(new JsonObject { [action] = result.ToJson(index, id ?? "generated") });
        }

        return new()
        {
            ["took"] = 1,
            ["errors"] = items.Any(static item => item!.AsObject().First().Value!["error"] is not null),
            ["items"] = items,
        };
    }

    internal JsonObject MultiGet(JsonNode body)
    {
        var docs = new JsonArray();
        foreach (var wanted in body["docs"]!.AsArray())
        {
            var (name, id) = ((string)wanted!["_index"]!, (string)wanted["_id"]!);
            var doc = new JsonObject { ["_index"] = name, ["_id"] = id };
            docs.Add(doc);
            if (!Indexes.ContainsKey(name) && OfAlias(name).Count == 0)
            {
                doc["error"] = new JsonObject { ["type"] = "index_not_found_exception", ["reason"] = $"no such index [{name}]" };
                continue;
            }

            var index = Find(name)[0];
            doc["found"] = index.Documents.TryGetValue(id, out var found);
            if (found.Source is not null)
                (doc["_version"], doc["_source"]) = (found.Version, found.Source.DeepClone());
        }

        return new() { ["docs"] = docs };
    }

    /// <summary>All of the actions, or none.</summary>
    internal void UpdateAliases(JsonNode body)
    {
        var actions = body["actions"]!.AsArray().Select(static action => action!.AsObject().First()).ToList();
        foreach (var (kind, action) in actions)
        {
            var alias = (string)action!["alias"]!;
            foreach (var index in Find((string)action["index"]!))
            {
                if (kind == "remove" && !index.Aliases.ContainsKey(alias) && (bool?)action["must_exist"] != false)
                    throw new SearchException(404, "aliases_not_found_exception", $"aliases [{alias}] missing");
            }

            if (kind == "add" && Indexes.ContainsKey(alias))
            {
                throw new SearchException(
                    400, "invalid_alias_name_exception", $"Invalid alias name [{alias}]: an index exists with the same name as the alias");
            }
        }

        foreach (var (kind, action) in actions)
        {
            var alias = (string)action!["alias"]!;
            foreach (var index in Find((string)action["index"]!))
            {
                if (kind == "remove")
                    index.Aliases.Remove(alias);
                else
                    index.Aliases[alias] = PropertiesOf(action.AsObject());
            }
        }
    }

    private SearchResult One(string action, string name, string? id, JsonObject meta, JsonNode? source, bool requireAlias)
    {
        var aliased = OfAlias(name);
        if (requireAlias && aliased.Count == 0)
        {
            return SearchResult.Failed(
                404, "index_not_found_exception",
                $"no such index [{name}] and [require_alias] request flag is [true] and [{name}] is not an alias");
        }

        if (id?.Length == 0)
            return SearchResult.Failed(400, "illegal_argument_exception", "if _id is specified it must not be empty");

        var written = aliased.Count > 1
            ? aliased.Find(index => (bool?)index.Aliases[name]["is_write_index"] == true)
            : aliased.Count == 1 ? aliased[0] : Indexes.GetValueOrDefault(name) ?? Create(name);
        if (written is null)
        {
            return SearchResult.Failed(
                400, "illegal_argument_exception",
                $"no write index is defined for alias [{name}]. The write index may be explicitly disabled using is_write_index=false or "
                    + "the alias points to multiple indices without one being designated as a write index");
        }

        if (faults.Hits(faults.TooBusy))
            return Plant(SearchResult.Failed(429, "rejected_execution_exception", "rejected execution of coordinating operation"));

        if (faults.Hits(faults.Unavailable))
            return Plant(SearchResult.Failed(503, "unavailable_shards_exception", $"[{name}][0] primary shard is not active"));

        var (versionType, version) = ((string?)meta["version_type"], (long?)meta["version"]);
        return action == "delete"
            ? written.Delete(id!, versionType, version)
            : written.Put(id ?? Guid.NewGuid().ToString("N"), versionType, version, source!);
    }

    // A routing is that of writes and that of searches.
    private static JsonObject PropertiesOf(JsonObject action)
    {
        var properties = new JsonObject(action
            .Where(static property => property.Key is not ("index" or "alias" or "routing"))
            .Select(static property => KeyValuePair.Create(property.Key, property.Value?.DeepClone())));
        if (action["routing"] is { } routing)
        {
            foreach (var kind in new[] { "index_routing", "search_routing" })
                properties[kind] ??= routing.ToString();
        }

        return properties;
    }

    private SearchResult Plant(SearchResult result)
    {
        Planted++;
        return result;
    }

    private List<SearchIndex> OfAlias(string name) => [.. Indexes.Values.Where(index => index.Aliases.ContainsKey(name))];

    private static SearchException Missing(string name) => new(404, "index_not_found_exception", $"no such index [{name}]");
}
