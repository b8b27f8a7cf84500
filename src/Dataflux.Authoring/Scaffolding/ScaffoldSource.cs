namespace Dataflux.Authoring.Scaffolding;

/// <summary>What a definition is to say of its source.</summary>
/// <param name="Type">The source's type.</param>
/// <param name="Options">Its options in the order they are written: the name, and the value as YAML.</param>
internal sealed record ScaffoldSource(string Type, IReadOnlyList<(string Name, string Yaml)> Options)
{
    /// <summary>What is said above the options; <see langword="null"/>: nothing.</summary>
    internal string? Comment { get; init; }
}
