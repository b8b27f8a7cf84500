using Dataflux.Scripting.Sources;
using Microsoft.CodeAnalysis;

namespace Dataflux.Scripting.Compilation;

/// <summary>Answers <c>#load</c> with the bytes that were read and hashed before, never with the disk.</summary>
internal sealed class ScriptSourceResolver(ScriptPaths paths, ScriptInputs inputs) : SourceReferenceResolver
{
    private readonly Dictionary<string, ScriptFile> _files = inputs.Loaded.Append(inputs.Main).ToDictionary(f => f.Name, StringComparer.Ordinal);

    // Debug information names files by this: only by their full paths does a debugger find them, and breakpoints their places.
    public override string? NormalizePath(string path, string? baseFilePath) => paths.FullPath(path);

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        var name = paths.Resolve(path, baseFilePath ?? paths.Main);
        return _files.ContainsKey(name) ? name : null;
    }

    public override Stream OpenRead(string resolvedPath) => new MemoryStream(_files[resolvedPath].Content, writable: false);

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => _files.Count;
}
