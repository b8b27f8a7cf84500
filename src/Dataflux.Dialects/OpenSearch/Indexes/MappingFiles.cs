using System.Collections.Concurrent;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.OpenSearch.Indexes;

/// <summary>
/// What fresh indexes are made with: one file for all of them, or a folder with one for each alias, such as <c>orders.json</c>.
/// </summary>
/// <param name="path">The file or folder; <see langword="null"/>: there is none.</param>
internal sealed class MappingFiles(string? path)
{
    private readonly ConcurrentDictionary<string, MappingFile> _known = new(StringComparer.Ordinal);

    /// <summary>What the index of an alias is made with.</summary>
    /// <exception cref="TargetException">It is not there, or cannot be read.</exception>
    internal MappingFile For(string alias) => _known.GetOrAdd(alias, Read);

    private MappingFile Read(string alias)
    {
        if (path is null || !Directory.Exists(path))
            return MappingFile.Read(path);

        var file = Path.Combine(path, alias + ".json");
        return File.Exists(file)
            ? MappingFile.Read(file)
            : throw new TargetException($"the folder of mappings {path} has none for '{alias}'; add {alias}.json, or leave 'mapping' out");
    }
}
