using System.Text.Json;

namespace Dataflux.Dialects.OpenSearch.Indexes;

/// <summary>An index that records are written to, as OpenSearch describes it.</summary>
internal sealed class IndexInfo
{
    /// <summary>The name that it was asked for: an alias, or its own.</summary>
    internal required string Asked { get; init; }

    /// <summary>The name that a record or the definition has for it.</summary>
    internal required string Shown { get; init; }

    /// <summary>Its own name.</summary>
    internal required string Name { get; init; }

    /// <summary>Whether it was found through an alias: a write must not make an index of the alias's name then.</summary>
    internal bool IsAlias => Asked != Name;

    /// <summary>Where documents are read: through the alias, unless that has several indexes.</summary>
    internal required string ReadFrom { get; init; }

    /// <summary>Whether it was made for this run, and has nothing that could be the same.</summary>
    internal bool IsFresh => Shown != Asked;

    /// <summary>The fields of its documents at their top.</summary>
    internal required IReadOnlyCollection<string> Fields { get; init; }

    /// <summary>Whether a document with another field is refused.</summary>
    internal bool IsStrict { get; init; }

    /// <summary>An index that is written to by its own name, and was found or made for an alias.</summary>
    internal static IndexInfo Of(string alias, string name, JsonElement description) => From(name, name, description, alias: alias);

    /// <summary>Reads one index of an answer to <c>GET /name</c>.</summary>
    internal static IndexInfo From(string asked, string name, JsonElement description, bool isOneOfSeveral = false, string? alias = null)
    {
        var mapping = description.TryGetProperty("mappings", out var given) ? given : default;
        var fields = new List<string>();
        if (mapping.ValueKind == JsonValueKind.Object && mapping.TryGetProperty("properties", out var properties))
            fields.AddRange(properties.EnumerateObject().Select(static field => field.Name));

        return new()
        {
            Asked = asked,
            Name = name,
            Shown = alias ?? asked,
            ReadFrom = isOneOfSeveral ? name : asked,
            Fields = fields,
            IsStrict = mapping.ValueKind == JsonValueKind.Object && mapping.TryGetProperty("dynamic", out var dynamic)
                && dynamic.ToString() == "strict",
        };
    }
}
