using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport;

/// <summary>Says why an export has not all of its manifests, as far as what lies there tells it.</summary>
internal static class LackingManifest
{
    /// <summary>The file that an export begins with.</summary>
    internal const string StartedName = "_started";

    /// <summary>What is wrong with a folder without a summary.</summary>
    /// <param name="isStarted">Whether it has the file that an export begins with; otherwise it has data files alone.</param>
    internal static string Reason(bool isStarted) => isStarted
        ? $"has no {ManifestSummary.FileName}: the export is still running or failed, or was copied before it ended"
        : $"has data files and no {ManifestSummary.FileName}: it was not copied whole";

    /// <summary>The same, with what to do.</summary>
    /// <param name="place">The folder, for people.</param>
    /// <param name="isStarted">See <see cref="Reason"/>.</param>
    internal static SourceException At(string place, bool isStarted) => new($"{place}: {Reason(isStarted)}; " + (isStarted
        ? "wait for it (see 'aws dynamodb list-exports'), or copy it again"
        : $"copy it again with its manifests, or read its files as they are with 'manifest: none' (from a local folder)"));

    /// <summary>A manifest that is not there although it was, or others are.</summary>
    /// <param name="place">The folder, for people.</param>
    /// <param name="name">The manifest's name.</param>
    internal static SourceException Gone(string place, string name) =>
        new($"{place}: has no {name}, without which its files are not known: it was not copied whole, or is being deleted; copy it again");
}
