using Dataflux.Dialects.Staging;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>Keeps a run that writes from passing over what an interrupted import keeps, and no table has.</summary>
internal static class ImportGuard
{
    /// <summary>What is to be done about such an import; <see langword="null"/>: there is none.</summary>
    /// <param name="stateFolder">The migration's state folder.</param>
    internal static string? Unfinished(string stateFolder)
    {
        var staging = new StagingFolder(Path.Combine(stateFolder, ImportState.Folder));
        return staging.Run is { IsEnded: false } && ImportState.Read(staging.Path) is not { IsComplete: true }
            && staging.Segments().Count > 0
            ? $"an import is not complete, and its items are in no table yet ({staging.Path}); run the same command with 'mode: import' to "
                + "the end; or, to write everything from the beginning, 'dataflux reset', delete that folder, and run again"
            : null;
    }
}
