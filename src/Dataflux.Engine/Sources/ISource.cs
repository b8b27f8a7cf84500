using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Engine.Sources;

/// <summary>A source dialect, opened for one export. Used by one run; parts may be read in parallel.</summary>
public interface ISource : IAsyncDisposable
{
    /// <summary>What the source can say of its parts; the same at all times.</summary>
    SourceCapabilities Capabilities => new();

    /// <summary>
    /// The snapshots that were read so far, of a source that others write to; none: what is read does not change. A run with several says
    /// that it does not show one state, and what the source counted is then no promise.
    /// </summary>
    IReadOnlyList<string> Snapshots => [];

    /// <summary>Finds the export and reads its manifests; checks everything that can be checked without reading the parts.</summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The export; its parts are in the order their records must reach the target.</returns>
    /// <exception cref="SourceException">There is no such export, or its manifests are damaged or unfinished.</exception>
    Task<Export> OpenAsync(CancellationToken cancellation);

    /// <summary>
    /// Reads a part's items in order. Ends without error only when the part was read completely and is what the
    /// manifest says (checksum, item count); its checksum is verified before the first block is handed out.
    /// May be called again for the same part. From a position on, items have the numbers that they have when all are read.
    /// </summary>
    /// <param name="part">A part of the export; where it has a <see cref="SourcePart.Position"/>, what comes behind that.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The part's items in blocks of bounded size.</returns>
    /// <exception cref="SourceException">The part is missing, truncated, corrupt or changed.</exception>
    IAsyncEnumerable<ItemBlock> ReadAsync(SourcePart part, CancellationToken cancellation);

    /// <summary>
    /// Tells that a position in a stream is saved together with what is in the target: nothing before it is asked for again. Returns at
    /// once.
    /// </summary>
    /// <param name="part">The part, see <see cref="SourcePart.IsStream"/>.</param>
    /// <param name="position">The position, as one of its blocks said.</param>
    void Saved(string part, string position)
    {
    }

    /// <summary>Says what kind of failure an exception of <see cref="OpenAsync"/> or <see cref="ReadAsync"/> is.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The failure.</returns>
    Failure Classify(Exception exception);
}
