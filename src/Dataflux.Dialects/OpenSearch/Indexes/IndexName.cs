using System.Buffers;
using System.Text;

namespace Dataflux.Dialects.OpenSearch.Indexes;

/// <summary>What OpenSearch allows as the name of an alias, and of the indexes that are named after it.</summary>
internal static class IndexName
{
    private const int MostBytes = 255;
    private const int StampLength = 18;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\\/*?\"<>| ,#:");
    private static readonly SearchValues<char> NotFirst = SearchValues.Create("_-+.");

    /// <summary>What is wrong with an alias; <see langword="null"/>: nothing.</summary>
    internal static string? Problem(string alias) =>
        alias.Length == 0 ? "the alias has no name; give it one in [Table] or 'alias'"
        : alias.AsSpan().ContainsAny(Forbidden)
            ? $"'{alias}' cannot be an alias: it has one of \\ / * ? \" < > | , # : or a blank; choose another name in [Table] or 'alias'"
        : NotFirst.Contains(alias[0])
            ? $"'{alias}' cannot be an alias: it begins with '{alias[0]}'; choose another name in [Table] or 'alias'"
        : Encoding.UTF8.GetByteCount(alias.ToLowerInvariant()) + StampLength > MostBytes
            ? $"'{alias}' is too long: the names of its indexes would have more than {MostBytes} bytes; choose a shorter one"
        : null;
}
