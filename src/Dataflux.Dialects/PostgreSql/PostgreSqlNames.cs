using System.Text;
using Dataflux.Dialects.PostgreSql.Ground;

namespace Dataflux.Dialects.PostgreSql;

/// <summary>Names for tables and columns that do not exist yet, and how to write them in SQL that people read.</summary>
internal static class PostgreSqlNames
{
    /// <summary>The longest name in bytes; the server cuts off what is beyond (NAMEDATALEN - 1).</summary>
    internal const int MostBytes = 63;

    // What pg_get_keywords() calls reserved (R and T): PostgreSQL 17, appendix C.
    private static readonly HashSet<string> Reserved = new(
        ("all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate "
            + "collation column concurrently constraint create cross current_catalog current_date current_role current_schema "
            + "current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch "
            + "for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral "
            + "leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer "
            + "overlaps placing primary references returning right select session_user similar some symmetric system_user "
            + "table tablesample then to trailing true union unique user using variadic verbose when where window with").Split(' '),
        StringComparer.Ordinal);

    // Every table has these columns already.
    private static readonly HashSet<string> OfEveryTable =
        new(["cmax", "cmin", "ctid", "tableoid", "xmax", "xmin"], StringComparer.Ordinal);

    /// <summary>The name as SQL takes it: quoted only where it must be.</summary>
    /// <param name="name">The name.</param>
    internal static string Sql(string name) =>
        name.Length > 0 && !Reserved.Contains(name) && (char.IsAsciiLetterLower(name[0]) || name[0] == '_')
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? name
            : Identifier.Quote(name);

    /// <summary>Whether a column cannot have this name, because a system column has it.</summary>
    /// <param name="name">The name.</param>
    internal static bool IsSystemColumn(string name) => OfEveryTable.Contains(name);

    /// <summary>The name, cut to what the server keeps of it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ending">What must be at its end.</param>
    internal static string Fit(string name, string ending = "")
    {
        var text = new StringBuilder();
        var room = MostBytes - System.Text.Encoding.UTF8.GetByteCount(ending);
        foreach (var rune in name.EnumerateRunes())
        {
            if ((room -= rune.Utf8SequenceLength) < 0)
                break;

            text.Append(rune);
        }

        return text.Append(ending).ToString();
    }
}
