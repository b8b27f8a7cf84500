namespace Dataflux.Engine.Sources;

/// <summary>
/// What a source can say of its parts, declared once. A part is a file of an export, a segment of a scan, a key range of a table, a shard
/// of a stream: what is read from one end to the other, and has an account of its own. By default parts are what files are.
/// </summary>
public sealed record SourceCapabilities
{
    /// <summary>What people call what is read, and its parts.</summary>
    public SourceTerms Terms { get; init; } = SourceTerms.OfExports;

    /// <summary>Whether a part that is read again has the same items in the same order. Otherwise its blocks have positions.</summary>
    public bool CanReadAgain { get; init; } = true;

    /// <summary>Whether all parts show the data as it was at one moment.</summary>
    public bool IsOneState { get; init; } = true;

    /// <summary>
    /// Whether others write to what is read: each time it is opened it shows another moment, see <see cref="ISource.Snapshots"/>.
    /// </summary>
    public bool HasSnapshots { get; init; }

    /// <summary>
    /// Whether every block says where reading goes on behind it (<see cref="Profiles.ItemBlock.Position"/>): what is written up to there
    /// is then not read again when a run is resumed.
    /// </summary>
    public bool HasPositions { get; init; }
}
