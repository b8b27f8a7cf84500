using System.Text.Json.Serialization;

namespace Dataflux.Engine.Coverage;

/// <summary>The attributes of one file's items that nobody had read when its rows were made.</summary>
/// <param name="Items">The items that became rows.</param>
/// <param name="Unread">
/// How many of them have an attribute that was not read, by its name. What another file's items show to be read is none.
/// </param>
public sealed record FileCoverage(long Items, IReadOnlyDictionary<string, long> Unread)
{
    /// <summary>Whether there are more names than are kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCut { get; init; }
}
