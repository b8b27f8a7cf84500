using System.Collections.Immutable;
using Dataflux.Scripting.Sources;
using Microsoft.CodeAnalysis;

namespace Dataflux.Scripting.Compilation;

/// <summary>Answers <c>#r</c> with the local assemblies that were read and hashed before, or the framework.</summary>
internal sealed class ScriptReferenceResolver(ScriptPaths paths, ScriptInputs inputs) : MetadataReferenceResolver
{
    private readonly Dictionary<string, ScriptFile> _assemblies = inputs.Assemblies.ToDictionary(f => f.Name, StringComparer.Ordinal);

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (_assemblies.TryGetValue(paths.Resolve(reference, baseFilePath ?? paths.Main), out var file))
            return [MetadataReference.CreateFromImage(file.Content, properties, filePath: file.Name)];
        return FrameworkReferences.IsFrameworkName(reference) ? [FrameworkReferences.ByName(reference)] : [];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => _assemblies.Count;
}
