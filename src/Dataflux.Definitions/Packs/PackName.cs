namespace Dataflux.Definitions.Packs;

/// <summary>
/// The names that entries of a pack may have: relative, with <c>/</c>, good on every system, never leading out of the pack.
/// </summary>
internal static class PackName
{
    private const int MaxLength = 240;

    /// <summary>Whether an entry may have the name.</summary>
    internal static bool IsSafe(string name) => name.Length is > 0 and <= MaxLength && name.Split('/').All(IsSafeSegment);

    /// <summary>The deepest folder that holds all names; empty when they share none.</summary>
    /// <param name="names">Relative names with <c>/</c>.</param>
    internal static string CommonFolder(IReadOnlyList<string> names)
    {
        var shared = FolderOf(names[0]).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var depth = shared.Length;
        foreach (var name in names)
        {
            var folders = FolderOf(name).Split('/', StringSplitOptions.RemoveEmptyEntries);
            depth = Math.Min(depth, shared.Zip(folders).TakeWhile(pair => pair.First == pair.Second).Count());
        }

        return string.Join('/', shared.Take(depth));
    }

    /// <summary>The folder part of a name; empty when it has none.</summary>
    internal static string FolderOf(string name) => name.LastIndexOf('/') is > 0 and var slash ? name[..slash] : "";

    private static bool IsSafeSegment(string segment) =>
        segment.Length > 0 && segment is not ("." or "..") && segment[^1] is not ('.' or ' ')
        && !segment.Any(letter => letter is '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' || char.IsControl(letter));
}
