using Dataflux.Dialects.Staging;
using Dataflux.Dialects.Warehouse.Columns;

namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>The files of a run on this disk, not yet in their places.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Tables">The tables.</param>
/// <param name="Files">The files, with their paths on disk.</param>
internal sealed record MadeFiles(
    MakingFolder Folder, List<FileTable> Tables, IReadOnlyList<(FileTable Table, ManifestFile File, string Path)> Files);
