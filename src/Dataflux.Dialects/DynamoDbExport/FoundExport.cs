namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>A finished export that was found below a folder or prefix.</summary>
/// <param name="Folder">Where its manifests are: a path, or the part of a key before their names, without a slash at its end.</param>
/// <param name="Summary">What its summary manifest says; <see langword="null"/> when that cannot be read.</param>
internal sealed record FoundExport(string Folder, ManifestSummary? Summary)
{
    /// <summary>The export's id; the name of its folder when its manifest cannot be read.</summary>
    internal string Id => Summary?.ExportId ?? FolderName;

    /// <summary>The name of its folder, which people may have changed.</summary>
    internal string FolderName => Folder[(Folder.LastIndexOfAny(['/', '\\']) + 1)..];
}
