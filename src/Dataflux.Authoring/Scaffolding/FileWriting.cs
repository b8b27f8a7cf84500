using Dataflux.Definitions.Ground;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Writes files, and never over somebody's work.</summary>
/// <param name="folder">What paths are relative to.</param>
internal sealed class FileWriting(string folder)
{
    /// <summary>Refuses when a file is there that must not be.</summary>
    /// <param name="paths">The paths, relative.</param>
    /// <exception cref="UsageException">One or more are there; the message names all of them.</exception>
    internal void RefuseExisting(IEnumerable<string> paths)
    {
        var existing = paths.Where(path => Path.Exists(FullPath(path))).ToList();
        if (existing.Count > 0)
        {
            throw new UsageException(
                $"{string.Join(", ", existing)} {(existing.Count == 1 ? "exists already and is" : "exist already and are")} "
                + "not overwritten; nothing was written. Choose another name, or move what is there");
        }
    }

    /// <summary>Writes the files, in order.</summary>
    /// <returns>Those that were kept as they are.</returns>
    internal IReadOnlyList<ScaffoldFile> Write(IReadOnlyList<ScaffoldFile> files)
    {
        RefuseExisting(files.Where(static file => file.Existing == ExistingFile.Refuse).Select(static file => file.Path));
        var kept = new List<ScaffoldFile>();
        foreach (var file in files)
        {
            var path = FullPath(file.Path);
            if (file.Existing == ExistingFile.Keep && Path.Exists(path))
            {
                kept.Add(file);
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);

            // Another process may have been faster: then this one fails instead of writing over its file.
            using var stream = new FileStream(path, file.Existing == ExistingFile.Renew ? FileMode.Create : FileMode.CreateNew);
            stream.Write(file.Content.Span);
        }

        return kept;
    }

    private string FullPath(string path) => Path.GetFullPath(path, folder);
}
