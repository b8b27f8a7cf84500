using System.Text.Json.Serialization;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Reporting;

namespace Dataflux.Engine.State;

/// <summary>A part whose items were all written, skipped or rejected; of a part with positions perhaps those up to one.</summary>
/// <param name="Fingerprint">The content's identity; a part with another one is read again.</param>
/// <param name="Counts">Its accounting.</param>
public sealed record DonePart(string Fingerprint, RunCounts Counts)
{
    /// <summary>Up to where its items are done; <see langword="null"/>: to its end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Position { get; init; }

    /// <summary>Whether it is a shard of a stream, see <see cref="Sources.SourcePart.IsStream"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsStream { get; init; }

    /// <summary>Whether that was read as far as it had grown: nothing is left of the run, and the next one goes on behind it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsGrownTo { get; init; }

    /// <summary>Which export of a chain it belongs to, see <see cref="Sources.SourcePart.Link"/>.</summary>
    public int Link { get; init; }

    /// <summary>Whether nothing was deleted for it, because the profile had no <c>deleteItem</c> or the definition said so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WithoutDeletes { get; init; }

    /// <summary>Its place in the export, counted from 1: a replay brings the items of a group in the same order.</summary>
    public int Number { get; init; }

    /// <summary>The commits that it rests on; <see langword="null"/> when commits were not marked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CommitMarks? Marks { get; init; }

    /// <summary>What of its items was not read; <see langword="null"/> when nobody counted that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PartCoverage? Coverage { get; init; }
}
