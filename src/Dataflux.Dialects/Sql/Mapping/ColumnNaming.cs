using System.Text;
using Dataflux.Profiles.Items;

namespace Dataflux.Dialects.Sql.Mapping;

/// <summary>The column and table names a C# name may stand for.</summary>
internal static class ColumnNaming
{
    /// <summary><c>CreatedAt</c> → <c>created_at</c>, <c>HTMLPage2</c> → <c>html_page2</c>, <c>description_i18n</c> unchanged.</summary>
    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_' && StartsWord(name, i))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    /// <summary><c>CreatedAt</c> → <c>createdAt</c>.</summary>
    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>The closest of <paramref name="names"/>, or <see langword="null"/> when none is close enough to be meant.</summary>
    internal static string? Closest(string name, IEnumerable<string> names)
    {
        string? best = null;
        var bestDistance = (Math.Max(name.Length, 3) / 3) + 1;
        foreach (var candidate in names.Where(candidate => candidate != name))
        {
            var distance = EditDistance.Between(Plain(name), Plain(candidate));
            if (distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best;
    }

    /// <summary>The name without case and underscores, by which names are compared where neither spelling is binding.</summary>
    internal static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static bool StartsWord(string name, int i) =>
        !char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]));
}
