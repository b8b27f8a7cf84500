using System.Text.Json.Serialization;

namespace Dataflux.Engine.Coverage;

/// <summary>An attribute that no accessor of the profile ever read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Items">How many of the items that became rows have it, other than as NULL.</param>
public sealed record UnreadAttribute(string Name, long Items)
{
    /// <summary>The beginning of one of its values; <see langword="null"/>: only an earlier process of the run saw one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Example { get; init; }

    /// <summary>Whether the last complete run did not have it: <see langword="false"/> for all of the first run.</summary>
    public bool IsNew { get; init; }
}
