using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Scripting;
using Dataflux.Scripting.Sources;

namespace Dataflux.Composing;

/// <summary>Where a definition's script declares something.</summary>
internal static class DeclaredPlace
{
    /// <summary>The place of a type, or of one of its properties; the script as a whole when it is not declared there.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="type">The type's name.</param>
    /// <param name="property">The property's name.</param>
    internal static Place Of(Definition definition, string type, string? property) =>
        Shown(definition, ScriptDeclarations.Find(definition.ProfilePath, Options(definition), type, property));

    /// <summary>The place of a function of the contract; the script as a whole when it is not declared there.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="record">The name of the record type that it takes, where there may be several.</param>
    internal static Place OfFunction(Definition definition, string function, string? record = null) =>
        Shown(definition, ScriptDeclarations.FindFunction(definition.ProfilePath, Options(definition), function, record));

    private static Place Shown(Definition definition, (string Path, int Line, int Column)? found) =>
        found is { } at ? new Place(at.Path, at.Line, at.Column) : new Place(definition.ProfileShown);

    private static ProfileLoadOptions Options(Definition definition) => new()
    {
        DisplayPath = definition.ProfileShown,
        RootFolder = definition.ProjectFolder,
        AllowOutside = definition.AllowOutside,
    };
}
