using Dataflux.Engine.Sources;

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

    /// <summary>The export for a list.</summary>
    /// <param name="location">Where it is, for people.</param>
    internal ListedExport ToListed(string location) => Summary is null
        ? new ListedExport { Id = Id, Location = location, Problem = $"its {ManifestSummary.FileName} cannot be read" }
        : new ListedExport
        {
            Id = Id,
            Location = location,
            Table = Summary.Table,
            Time = Summary.Time,
            From = Summary.Window?.From,
            Items = Summary.ItemCount,
            BilledBytes = Summary.BilledBytes,
            Format = Summary.OutputFormat,
        };

    /// <summary>An export without a manifest, for a list.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="location">The same, for people.</param>
    /// <param name="isStarted">Whether it has the file that an export begins with.</param>
    internal static ListedExport Unfinished(string folder, string location, bool isStarted) => new()
    {
        Id = new FoundExport(folder, null).FolderName,
        Location = location,
        Problem = LackingManifest.Reason(isStarted),
    };
}
