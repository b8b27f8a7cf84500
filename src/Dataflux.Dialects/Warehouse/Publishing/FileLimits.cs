namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>How large what is written together becomes.</summary>
/// <param name="GroupBytes">The rows of a row group, as they are staged; what is encoded is smaller.</param>
/// <param name="FileBytes">A file is ended behind the row group with which it has so many bytes.</param>
/// <param name="SpreadBytes">The rows that wait in memory while they are shared out among partitions.</param>
internal sealed record FileLimits(int GroupBytes, long FileBytes, long SpreadBytes)
{
    /// <summary>What is used; as warehouses read best: row groups of 16 to 128 MB, files of 128 MB to 1 GB.</summary>
    internal static FileLimits Usual { get; } = new(48 * 1024 * 1024, 192L * 1024 * 1024, 64L * 1024 * 1024);
}
