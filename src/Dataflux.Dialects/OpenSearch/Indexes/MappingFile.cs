using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.OpenSearch.Indexes;

/// <summary>What a new index is made with: the body of <c>PUT /index</c>, or its mapping alone.</summary>
internal sealed class MappingFile
{
    private static readonly string[] SetWhileLoading = ["refresh_interval", "number_of_replicas"];
    private readonly JsonObject _body;

    private MappingFile(JsonObject body) => _body = body;

    /// <summary>The mapping.</summary>
    internal JsonObject Mapping => Member(_body, "mappings");

    /// <summary>The settings of the index, without <c>index</c> before them.</summary>
    internal JsonObject Settings => Member(_body, "settings");

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; <see langword="null"/>: there is none, and OpenSearch's templates or first documents decide.</param>
    /// <exception cref="TargetException">It cannot be read.</exception>
    internal static MappingFile Read(string? path)
    {
        if (path is null)
            return new([]);

        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TargetException($"the mapping {path} cannot be read: {e.Message}", e);
        }
    }

    internal static MappingFile Parse(string text, string path)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject body)
                throw new JsonException("it is no object");

            if (body.ContainsKey("properties"))
                body = new() { ["mappings"] = body };

            if (body["aliases"] is not null)
                throw new TargetException($"the mapping {path} has 'aliases': the alias is set when all documents are there; leave it out");

            var file = new MappingFile(body);
            Flatten(file.Settings);
            return file;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new TargetException($"the mapping {path} is not what PUT /index takes: {e.Message}", e);
        }
    }

    /// <summary>What an index is made with: it is not refreshed and has no replicas until its documents are there.</summary>
    /// <param name="mark">Says whose it is.</param>
    internal string ToLoad(JsonObject mark)
    {
        var body = _body.DeepClone().AsObject();
        Member(Member(body, "mappings"), "_meta")["dataflux"] = mark;
        var settings = Member(body, "settings");
        (settings["refresh_interval"], settings["number_of_replicas"]) = ("-1", 0);
        return body.ToJsonString();
    }

    /// <summary>The settings that it has from then on; those that the file does not name are OpenSearch's own.</summary>
    internal string ToServe() => new JsonObject
    {
        ["index"] = new JsonObject(SetWhileLoading.Select(name => KeyValuePair.Create(name, Settings[name]?.DeepClone()))),
    }.ToJsonString();

    // index.x, { index: { x } } and x are the same.
    private static void Flatten(JsonObject settings)
    {
        foreach (var (name, value) in settings.ToList())
        {
            if (name == "index" && value is JsonObject inner)
            {
                settings.Remove(name);
                foreach (var (own, setting) in inner.ToList())
                    settings[own] = setting?.DeepClone();
            }
            else if (name.StartsWith("index.", StringComparison.Ordinal))
            {
                settings.Remove(name);
                settings[name["index.".Length..]] = value?.DeepClone();
            }
        }
    }

    private static JsonObject Member(JsonObject parent, string name)
    {
        if (parent[name] is null)
            parent[name] = new JsonObject();

        return parent[name]!.AsObject();
    }
}
