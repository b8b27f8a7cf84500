namespace Dataflux.Engine.Sources;

/// <summary>One part of what a source has, such as a file of an export, see <see cref="SourceCapabilities"/>.</summary>
public sealed record SourcePart
{
    /// <summary>Its name, such as a file's key in its manifest: its identity in checkpoint, rejects and logs.</summary>
    public required string Name { get; init; }

    /// <summary>Changes when its content changes: checksum, ETag or size. A done part with another one is refused.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How many items the manifest promises; <see langword="null"/> when there is no manifest.</summary>
    public long? ItemCount { get; init; }

    /// <summary>Which export of a chain the part belongs to, counted from 0 in the order they are applied; 0 for a single export.</summary>
    public int Link { get; init; }

    /// <summary>The size in bytes as it is stored, compressed; <see langword="null"/> when nobody knows.</summary>
    public long? Size { get; init; }

    /// <summary>
    /// Where reading begins, as a block of the part said (<see cref="Profiles.ItemBlock.Position"/>); <see langword="null"/>: at the
    /// part's beginning. A source opens its parts without one.
    /// </summary>
    public string? Position { get; init; }

    /// <summary>
    /// Whether it is a shard of a stream, which only grows: its items are changes in the order in which they came, of a key any number of
    /// them. It is read up to where it has grown to; the position of its last block, which may be empty, is where the next run goes on.
    /// </summary>
    public bool IsStream { get; init; }

    /// <summary>The name without its folders, for people.</summary>
    public string ShortName => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>
    /// Whether a fingerprint that was kept is this part's. Those that older versions kept of objects in S3 have the ETag behind the
    /// checksum, which another upload of the same bytes changes.
    /// </summary>
    internal bool Has(string fingerprint) =>
        fingerprint == Fingerprint || fingerprint.StartsWith(Fingerprint + " ", StringComparison.Ordinal);
}
