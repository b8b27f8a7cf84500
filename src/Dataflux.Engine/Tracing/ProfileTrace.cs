using Dataflux.Engine.Contract;
using Dataflux.Engine.Coverage;

namespace Dataflux.Engine.Tracing;

/// <summary>What a profile made of a sample, item by item and group by group; nothing was written anywhere.</summary>
/// <param name="Parts">The parts, in the sample's order.</param>
public sealed record ProfileTrace(IReadOnlyList<TracedPart> Parts)
{
    /// <summary>
    /// Sends items through the profile's <c>parseItem</c>, <c>filter</c>, grouping and <c>transform</c> as a migration does, without any
    /// target, and keeps what became of each.
    /// </summary>
    /// <param name="profile">The profile.</param>
    /// <param name="sample">The items; groups are made within each of their parts.</param>
    /// <param name="coverage">Which attributes the profile leaves unread knowingly; <see langword="null"/>: none.</param>
    /// <returns>What became of the items; an exception of the script is data in it.</returns>
    public static ProfileTrace For(Profile profile, ItemSample sample, CoverageOptions? coverage = null) =>
        profile.Use(new Trace(sample, coverage ?? new()));

    /// <summary>All items.</summary>
    public IEnumerable<TracedItem> Items => Parts.SelectMany(static part => part.Items);

    /// <summary>All groups.</summary>
    public IEnumerable<TracedGroup> Groups => Parts.SelectMany(static part => part.Groups);

    /// <summary>
    /// The time that an item takes in the profile's functions: of the later half of them, because the first calls are slower. An upper
    /// bound, since a long run's code is optimized further.
    /// </summary>
    public required TimeSpan TimePerItem { get; init; }

    /// <summary>The attributes of the sample that the profile does not read.</summary>
    public required CoverageFindings Coverage { get; init; }

    private sealed class Trace(ItemSample sample, CoverageOptions coverage) : IProfileUse<ProfileTrace>
    {
        public ProfileTrace With<TRow, TRecord>(Profile<TRow, TRecord> profile)
            where TRecord : notnull => new Tracer<TRow, TRecord>(profile, coverage).Trace(sample);
    }
}
