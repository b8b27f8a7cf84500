namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>How changes become files.</summary>
/// <param name="FileBytes">So many bytes of changes go into one file, about; one file's changes are sorted in memory by their keys.</param>
/// <param name="FilesAtOnce">So many files on disk are filled at the same time.</param>
internal sealed record ImportLimits(long FileBytes, int FilesAtOnce)
{
    internal static ImportLimits Usual { get; } = new(64L * 1024 * 1024, 256);
}
