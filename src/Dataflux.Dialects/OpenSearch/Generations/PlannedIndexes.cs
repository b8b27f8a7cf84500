using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Dialects.OpenSearch.Indexes;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>The indexes that a run would make, described before they are there.</summary>
/// <param name="aliases">The aliases.</param>
/// <param name="files">What indexes are made with.</param>
internal sealed class PlannedIndexes(AliasCatalog aliases, MappingFiles files)
{
    /// <summary>The index that would be made for an alias.</summary>
    /// <exception cref="TargetException">The alias cannot be turned.</exception>
    internal async Task<IndexInfo> FindAsync(string alias, CancellationToken cancellation)
    {
        await aliases.ReadAsync(alias, cancellation);
        var description = new JsonObject { ["mappings"] = files.For(alias).Mapping.DeepClone() };
        return IndexInfo.Of(alias, alias, JsonSerializer.SerializeToElement((JsonNode)description));
    }

    /// <summary>What OpenSearch would refuse of it.</summary>
    internal IEnumerable<string> Problems(string alias) =>
        IndexName.Problem(alias) is { } wrong
            ? [wrong, .. MappingLimits.Find(files.For(alias))]
            : MappingLimits.Find(files.For(alias));
}
