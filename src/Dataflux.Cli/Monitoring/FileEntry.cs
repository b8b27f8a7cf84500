namespace Dataflux.Cli.Monitoring;

/// <summary>A file that this process completed.</summary>
/// <param name="Number">Its number in the export, from 1.</param>
/// <param name="Name">Its name without folders.</param>
/// <param name="Items">Its items.</param>
/// <param name="Kept">Items whose rows were committed.</param>
/// <param name="Skipped">Items skipped by design.</param>
/// <param name="Rejected">Items in the reject file.</param>
/// <param name="Seconds">From its first items being read to its being done.</param>
internal sealed record FileEntry(int Number, string Name, long Items, long Kept, long Skipped, long Rejected, double Seconds);
