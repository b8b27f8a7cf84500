using System.Text.Json.Serialization;

namespace Dataflux.Engine.Coverage;

/// <summary>The attributes of one part's items that nobody had read when its rows were made.</summary>
/// <param name="Items">The items that became rows.</param>
/// <param name="Unread">
/// How many of them have an attribute that was not read, by its name. What another part's items show to be read is none.
/// </param>
public sealed record PartCoverage(long Items, IReadOnlyDictionary<string, long> Unread)
{
    /// <summary>Whether there are more names than are kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCut { get; init; }

    /// <summary>What is known of the items of two stretches of a part; <see langword="null"/> where nobody counted those of one.</summary>
    internal static PartCoverage? Of(PartCoverage? first, PartCoverage? second) => first is null || second is null
        ? null
        : new(first.Items + second.Items, new SortedDictionary<string, long>(
            first.Unread.Concat(second.Unread).GroupBy(static unread => unread.Key)
                .ToDictionary(static name => name.Key, static name => name.Sum(static unread => unread.Value)),
            StringComparer.Ordinal))
        {
            IsCut = first.IsCut || second.IsCut,
        };
}
