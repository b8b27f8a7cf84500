using Dataflux.Engine.Coverage;

namespace Dataflux.Engine.Tracing;

/// <summary>What a profile made of a sample, item by item and group by group; nothing was written anywhere.</summary>
/// <param name="Files">The files, in the sample's order.</param>
public sealed record ProfileTrace(IReadOnlyList<TracedFile> Files)
{
    /// <summary>All items.</summary>
    public IEnumerable<TracedItem> Items => Files.SelectMany(static file => file.Items);

    /// <summary>All groups.</summary>
    public IEnumerable<TracedGroup> Groups => Files.SelectMany(static file => file.Groups);

    /// <summary>
    /// The time that an item takes in the profile's functions: of the later half of them, because the first calls are slower. An upper
    /// bound, since a long run's code is optimized further.
    /// </summary>
    public required TimeSpan TimePerItem { get; init; }

    /// <summary>The attributes of the sample that the profile does not read.</summary>
    public required CoverageFindings Coverage { get; init; }
}
