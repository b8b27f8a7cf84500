namespace Dataflux.Engine.Inspection;

/// <summary>What people call keys; decides only between attributes of which the values say the same.</summary>
internal static class KeyNames
{
    private const int Unknown = 9;
    private static readonly string[] Partition = ["pk", "pk0", "hk", "hash", "hashkey", "partitionkey"];
    private static readonly string[] Sort = ["sk", "sk0", "rk", "range", "rangekey", "sortkey"];
    private static readonly string[] Id = ["id", "key", "uuid", "guid"];
    private static readonly string[] SomeId = ["Id", "ID", "_id", "-id", "Key", "_key", "uuid"];

    /// <summary>How much a name looks like that of a key: 0 a partition key, 1 a sort key, then less and less.</summary>
    internal static int Rank(string name)
    {
        var bare = new string([.. name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
        return Partition.Contains(bare, StringComparer.Ordinal) ? 0
            : Sort.Contains(bare, StringComparer.Ordinal) ? 1
            : Id.Contains(bare, StringComparer.Ordinal) ? 2
            : Array.Exists(SomeId, end => name.EndsWith(end, StringComparison.Ordinal)) ? 3
            : Unknown;
    }

    /// <summary>Whether a name looks like that of a key at all.</summary>
    internal static bool IsLikely(string name) => Rank(name) < Unknown;

    /// <summary>Whether two names are those of a partition key and its sort key.</summary>
    internal static bool IsPair(string first, string second) => Rank(first) == 0 && Rank(second) == 1;

    /// <summary>Names in the order of their likelihood, a partition key before a sort key.</summary>
    internal static IEnumerable<string> InOrder(IEnumerable<string> names) =>
        names.OrderBy(Rank).ThenBy(static name => name.Length).ThenBy(static name => name, StringComparer.Ordinal);
}
