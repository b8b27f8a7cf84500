namespace Dataflux.Definitions;

/// <summary>A key of a definition or of <c>dataflux.yaml</c>.</summary>
/// <param name="Name">The key.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Description">What it means and its unit; shown in the schema and the documentation.</param>
internal sealed record DefinitionKey(string Name, ValueKind Kind, string Description)
{
    /// <summary>The default, as people would write it; <see langword="null"/>: none.</summary>
    internal string? Default { get; init; }

    /// <summary>Whether a definition must give it.</summary>
    internal bool Required { get; init; }

    /// <summary>Whether <c>dataflux.yaml</c> may give it for all definitions.</summary>
    internal bool Shared { get; init; } = true;

    /// <summary>The smallest and largest integer allowed.</summary>
    internal (long Min, long Max) Range { get; init; } = (1, long.MaxValue);

    /// <summary>The values allowed; empty: any.</summary>
    internal IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The keys below it.</summary>
    internal IReadOnlyList<DefinitionKey> Keys { get; init; } = [];

    /// <summary>
    /// A key below it that may stand for the whole section, as <c>verify: batch</c> for <c>verify: { batch: true }</c>;
    /// <see langword="null"/>: none.
    /// </summary>
    internal string? Short { get; init; }

    /// <summary>
    /// The key below it whose value may stand in the section's place, as <c>coverage: error</c>; <see langword="null"/>: none.
    /// </summary>
    internal DefinitionKey? InPlace { get; init; }

    /// <summary>
    /// The environment variable that overrides it; <see langword="null"/> for keys that belong to one definition or are maps.
    /// </summary>
    internal string? Variable { get; init; }
}
