using System.Text.Json.Serialization;

namespace Dataflux.Engine.Coverage;

/// <summary>What a run left unread; also <c>coverage.json</c> of the state folder.</summary>
/// <param name="Items">The items that became rows: those whose attributes count.</param>
/// <param name="Unread">The attributes that were never read, those of most items first.</param>
public sealed record CoverageFindings(long Items, IReadOnlyList<UnreadAttribute> Unread)
{
    /// <summary>Whether there were more names than are counted, so that some may be missing and counts may be too low.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCut { get; init; }

    /// <summary>Parts that were done by an earlier process which counted no attributes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [JsonPropertyName("filesNotCounted")]
    public int PartsNotCounted { get; init; }

    /// <summary>Whether what was found ends the run with an exit code other than 0.</summary>
    [JsonIgnore]
    public bool Fails { get; init; }
}
