using System.Text.Json;

namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>One alias, and what a generation has it stand for.</summary>
internal sealed record AliasTurn
{
    /// <summary>The alias.</summary>
    public required string Alias { get; init; }

    /// <summary>The index that it stands for from then on; <see langword="null"/>: none, which only an undo has.</summary>
    public string? Index { get; init; }

    /// <summary>The index that it stood for; <see langword="null"/>: none, or it was not turned yet.</summary>
    public string? Before { get; init; }

    /// <summary>What the alias has of its own, such as a filter.</summary>
    public JsonElement? Properties { get; init; }
}
