using Dataflux.Definitions;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>What <c>dataflux init</c> was asked for.</summary>
internal sealed record InitOptions
{
    /// <summary>The migration's name; <see langword="null"/>: only the files for editors.</summary>
    internal string? Name { get; init; }

    /// <summary>The export to look into, as the user named it; <see langword="null"/>: none.</summary>
    internal string? From { get; init; }

    /// <summary>The tables of the place to look into; empty: the only one.</summary>
    internal IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>The source's options that flags gave.</summary>
    internal Overrides Overrides { get; init; } = new();

    /// <summary>The kind of target whose tables are made; <see langword="null"/>: the first that has some.</summary>
    internal string? Target { get; init; }

    /// <summary>About how many items to look at; <see langword="null"/>: at all.</summary>
    internal long? Sample { get; init; }

    /// <summary>The attributes of the key; empty: the likeliest ones.</summary>
    internal IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Whether the files for editors are written.</summary>
    internal bool ForEditors { get; init; } = true;
}
