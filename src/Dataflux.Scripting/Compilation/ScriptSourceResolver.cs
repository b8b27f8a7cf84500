using Dataflux.Scripting.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Dataflux.Scripting.Compilation;

/// <summary>
/// Answers <c>#load</c> with the bytes that were read and hashed before, or with a text made of them, never with the disk.
/// </summary>
internal sealed class ScriptSourceResolver(ScriptPaths paths, ScriptInputs inputs, IReadOnlyDictionary<string, SourceText>? texts = null)
    : SourceReferenceResolver
{
    private readonly Dictionary<string, ScriptFile> _files = inputs.Loaded.Append(inputs.Main)
        .ToDictionary(f => f.Name, StringComparer.Ordinal);

    // Debug information names files by this: only by their full paths does a debugger find them, and breakpoints their places.
    public override string? NormalizePath(string path, string? baseFilePath) => paths.FullPath(path);

    public override string? ResolveReference(string path, string? baseFilePath)
    {
        var name = paths.Resolve(path, baseFilePath ?? paths.Main);
        return _files.ContainsKey(name) ? name : null;
    }

    public override SourceText ReadText(string resolvedPath) =>
        texts?.TryGetValue(resolvedPath, out var text) == true ? text : base.ReadText(resolvedPath);

    public override Stream OpenRead(string resolvedPath) => new MemoryStream(_files[resolvedPath].Content, writable: false);

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => _files.Count;
}
