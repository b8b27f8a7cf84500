using System.Buffers;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.PostgreSql.Scripts;

/// <summary>Finds statements that begin or end a transaction; those about savepoints do not.</summary>
internal static class TransactionControl
{
    // Most texts have no such word at all, and may be long.
    private static readonly string[] Signs = ["begin", "start", "commit", "end", "rollback", "abort", "prepare"];

    /// <summary>What is to be said of a profile that has such a statement.</summary>
    /// <param name="cause">What the server said, if it was asked.</param>
    internal static TargetException Refusal(Exception? cause = null) => new(
        "the profile's own SQL begins or ends a transaction ('begin', 'commit' or 'rollback'); nothing was written. Take that out of the "
        + "script: onStart, onComplete and every batch have a transaction of their own, which is committed when the function returns. "
        + "Savepoints may be used",
        cause);

    /// <summary>
    /// Whether a text has such a statement. PostgreSQL takes these in plain text only: no string and no function body can hold one.
    /// </summary>
    internal static bool IsIn(string sql)
    {
        if (!Array.Exists(Signs, sign => sql.Contains(sign, StringComparison.OrdinalIgnoreCase)))
            return false;

        var words = new List<string>();
        var blocks = 0; // of the body of a function in SQL: begin atomic … case … end … end
        for (var at = 0; at < sql.Length;)
        {
            var end = Skip(sql, at);
            if (end > at)
            {
                at = end;
            }
            else if (sql[at] == ';')
            {
                if (blocks > 0)
                    words.RemoveRange(1, words.Count - 1);
                else if (IsControl(words))
                    return true;
                else
                    words.Clear();
                at++;
            }
            else if (IsWord(sql[at]))
            {
                for (end = at; end < sql.Length && IsWord(sql[end]);)
                    end++;
                words.Add(sql[at..end].ToLowerInvariant());
                blocks = BlocksAfter(words, blocks);
                at = end;
            }
            else
            {
                at++;
            }
        }

        return IsControl(words);
    }

    private static int BlocksAfter(List<string> words, int blocks) => words switch
    {
        ["create", .., "begin", "atomic"] => blocks + 1,
        ["create", .., "case"] when blocks > 0 => blocks + 1,
        ["create", .., "end"] when blocks > 0 => blocks - 1,
        _ => blocks,
    };

    private static bool IsControl(List<string> words) => words switch
    {
        ["rollback", "to", ..] or ["rollback", "work" or "transaction", "to", ..] => false,
        ["begin" or "start" or "commit" or "end" or "rollback" or "abort", ..] => true,
        ["prepare", "transaction", ..] => true,
        _ => false,
    };

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';

    /// <summary>The end of the comment, string or quoted name that begins here; where it began when nothing does.</summary>
    private static int Skip(string sql, int at) => sql[at] switch
    {
        '-' when sql.AsSpan(at).StartsWith("--") => End(sql, "\n", at),
        '/' when sql.AsSpan(at).StartsWith("/*") => EndOfComment(sql, at),
        '\'' => EndOfString(sql, at, escapes: at > 0 && sql[at - 1] is 'e' or 'E' && (at == 1 || !IsWord(sql[at - 2]))),
        '"' => End(sql, "\"", at + 1),
        '$' when at == 0 || !IsWord(sql[at - 1]) => EndOfDollars(sql, at),
        _ => at,
    };

    private static int End(string sql, string mark, int from) =>
        sql.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var found ? found + mark.Length : sql.Length;

    // Comments nest.
    private static int EndOfComment(string sql, int at)
    {
        var depth = 0;
        for (var i = at; i < sql.Length - 1; i++)
        {
            var pair = sql.AsSpan(i, 2);
            if (pair is "/*")
                depth++;
            else if (pair is not "*/")
                continue;
            else if (--depth == 0)
                return i + 2;
            i++;
        }

        return sql.Length;
    }

    private static int EndOfString(string sql, int at, bool escapes)
    {
        for (var i = at + 1; i < sql.Length; i++)
        {
            if (sql[i] == '\\' && escapes)
                i++;
            else if (sql[i] == '\'')
                return i + 1;
        }

        return sql.Length;
    }

    // $$ … $$ or $tag$ … $tag$; a parameter ($1) is neither.
    private static int EndOfDollars(string sql, int at)
    {
        var close = sql.IndexOf('$', at + 1);
        if (close < 0 || (close > at + 1 && char.IsAsciiDigit(sql[at + 1]))
            || sql.AsSpan(at + 1, close - at - 1).ContainsAnyExcept(TagCharacters))
        {
            return at;
        }

        return End(sql, sql[at..(close + 1)], close + 1);
    }

    private static readonly SearchValues<char> TagCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}
