using System.Text.Json.Serialization;
using Dataflux.Engine.Reporting;

namespace Dataflux.Engine.State;

/// <summary>How far a run is that spreads the rows of all parts over partitions before it groups them.</summary>
/// <param name="Count">How many partitions there are.</param>
/// <param name="PartsIdentity">The identity of the export's parts in their order, on which the places of rows in it rest.</param>
public sealed record PartitionProgress(int Count, [property: JsonPropertyName("filesIdentity")] string PartsIdentity)
{
    /// <summary>How many partitions are done, from the first.</summary>
    public int Done { get; init; }

    /// <summary>Their accounting, which goes on where that of the parts ends: <see cref="RunCounts.Partitioned"/> is negative.</summary>
    public RunCounts Counts { get; init; } = new();

    /// <summary>The commits that those that are done rest on; <see langword="null"/> when commits were not marked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CommitMarks? Marks { get; init; }
}
