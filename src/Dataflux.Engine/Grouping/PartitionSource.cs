using System.Globalization;
using System.Runtime.CompilerServices;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Sources;
using Dataflux.Profiles;

namespace Dataflux.Engine.Grouping;

/// <summary>
/// The partitions of an export as parts of their own, whose line numbers are places in the export (<see cref="Rejects.LineOrigins"/>).
/// </summary>
internal sealed class PartitionSource(ExportPartitions partitions) : ISource
{
    private const string Prefix = "partition ";

    /// <summary>A partition as a part.</summary>
    /// <param name="number">Its number, counted from 1.</param>
    internal static SourcePart PartOf(int number) =>
        new() { Name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}"), Fingerprint = "" };

    public Task<Export> OpenAsync(CancellationToken cancellation) =>
        throw new NotSupportedException("partitions are files of an export, and none themselves");

    public async IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A few milliseconds of a local disk for each block: nothing here is worth waiting for asynchronously.
        await Task.CompletedTask;
        foreach (var block in partitions.Read(int.Parse(part.Name.AsSpan(Prefix.Length), CultureInfo.InvariantCulture) - 1))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return block;
        }
    }

    public Failure Classify(Exception exception) => new(
        FailureKind.Systemic,
        exception is FileNotFoundException or DirectoryNotFoundException or InvalidDataException
            ? $"{exception.Message}: the rows that were spread over partitions are not what they were; start over with 'dataflux reset'"
            : exception.Message);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
