using System.Text.Json.Nodes;

namespace Dataflux.Dialects.OpenSearch.Indexes;

/// <summary>What OpenSearch would refuse of a mapping, found before an index is made.</summary>
internal static class MappingLimits
{
    private const int MostFields = 1000;
    private const int MostDepth = 20;

    /// <summary>What is over a limit, unless the file's settings raise it.</summary>
    internal static IEnumerable<string> Find(MappingFile file)
    {
        var (mostFields, mostDepth) = (Limit(file, "total_fields", MostFields), Limit(file, "depth", MostDepth));
        var names = new List<string>();
        var (fields, depth) = Count(file.Mapping, names);
        if (fields > mostFields)
        {
            yield return $"the mapping has {fields:N0} fields, and an index has {mostFields:N0} at most; hold data with names of its own "
                + "in a field of type flat_object, or raise index.mapping.total_fields.limit in its settings";
        }

        if (depth > mostDepth)
        {
            yield return $"the mapping is {depth} objects deep, and an index takes {mostDepth}; hold what is deeper in a field of type "
                + "flat_object, or raise index.mapping.depth.limit in its settings";
        }

        foreach (var name in names)
            yield return $"the mapping has a field '{name}', which is no name: it is empty, or a part of it between dots is";
    }

    // Objects and the fields below fields count like fields.
    private static (int Fields, int Depth) Count(JsonObject mapping, List<string> wrong)
    {
        var (fields, depth) = (0, 0);
        foreach (var (name, field) in mapping["properties"] as JsonObject ?? [])
        {
            if (name.Split('.').Any(string.IsNullOrWhiteSpace))
                wrong.Add(name);

            var (inner, below) = field is JsonObject own ? Count(own, wrong) : default;
            fields += 1 + inner + ((field as JsonObject)?["fields"] as JsonObject ?? []).Count;
            depth = Math.Max(depth, 1 + below);
        }

        return (fields, depth);
    }

    private static int Limit(MappingFile file, string name, int otherwise)
    {
        var given = file.Settings[$"mapping.{name}.limit"] ?? ((file.Settings["mapping"] as JsonObject)?[name] as JsonObject)?["limit"];
        return int.TryParse(given?.ToString(), out var limit) ? limit : otherwise;
    }
}
