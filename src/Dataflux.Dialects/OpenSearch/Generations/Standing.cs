using System.Text.Json;

namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>What an alias stands for.</summary>
/// <param name="Index">The index.</param>
/// <param name="Properties">What the alias has of its own: a filter, whether it is written to.</param>
internal sealed record Standing(string Index, JsonElement Properties);
