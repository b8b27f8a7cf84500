using System.Text;

namespace Dataflux.Dialects.MySql.Sessions;

/// <summary>
/// SQL of a profile: its parameters <c>$1</c>, <c>$2</c> as MySqlConnector takes them, and what it does to the transaction.
/// </summary>
internal sealed class ProfileSql
{
    /// <summary>What parameters are called, with their number behind it.</summary>
    internal const string Parameter = "@dataflux_p";

    private readonly StringBuilder _text = new();
    private readonly List<string> _words = [];
    private bool _hasSeveral;
    private bool _hasOne;

    private ProfileSql(string sql)
    {
        for (var at = 0; at < sql.Length;)
        {
            var end = Skip(sql, at);
            if (end > at)
            {
                _text.Append(sql, at, end - at);
            }
            else if (IsWord(sql[at]))
            {
                for (end = at; end < sql.Length && IsWord(sql[end]);)
                    end++;
                Take(sql[at..end]);
            }
            else
            {
                if (sql[at] == ';')
                    EndStatement();
                _text.Append(sql[at]);
                end = at + 1;
            }

            at = end;
        }

        EndStatement();
    }

    /// <summary>The SQL for MySqlConnector.</summary>
    internal string Text => _text.ToString();

    /// <summary>Whether it begins or ends a transaction; what is about savepoints does not.</summary>
    internal bool EndsTransaction { get; private set; }

    /// <summary>Whether it only reads, as far as its words say.</summary>
    internal bool IsQuery { get; private set; } = true;

    /// <summary>Whether it changes tables, or something else for which the server commits by itself.</summary>
    internal bool Commits { get; private set; }

    /// <summary>Whether it calls what may commit: a routine, or a statement that is made up at run time.</summary>
    internal bool MayCommit { get; private set; }

    /// <summary>Whether it is one statement that the server explains without running it.</summary>
    internal bool IsExplained { get; private set; }

    /// <summary>The tables that statements make if they are not there; none where one of them does something else.</summary>
    internal static IReadOnlyList<string> MadeUnlessThere(string sql)
    {
        var tables = new List<string>();
        var words = new List<string>();
        for (var at = 0; at <= sql.Length;)
        {
            if (at == sql.Length || sql[at] == ';')
            {
                if (words.Count > 0 && !IsMadeUnlessThere(words))
                    return [];
                if (words.Count > 0)
                    tables.Add(words[^1]);
                words.Clear();
                at++;
                continue;
            }

            var end = Skip(sql, at);
            if (end > at && sql[at] == '`')
            {
                Add(sql[(at + 1)..(end - 1)].Replace("``", "`", StringComparison.Ordinal));
            }
            else if (end == at)
            {
                for (end = at; end < sql.Length && (IsWord(sql[end]) || sql[end] == '.');)
                    end++;
                if (end > at)
                    Add(sql[at..end]);
                else
                    end++;
            }

            at = end;
        }

        return tables;

        void Add(string word)
        {
            if (words.Count < 6)
                words.Add(word);
        }
    }

    private static bool IsMadeUnlessThere(List<string> words) =>
        words.Count == 6
        && string.Join(' ', words.Take(5)).Equals("create table if not exists", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads SQL.</summary>
    internal static ProfileSql Parse(string sql) => new(sql);

    private void Take(string word)
    {
        if (word[0] == '$' && word.Length > 1 && word.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            _text.Append(Parameter).Append(word, 1, word.Length - 1);
            return;
        }

        _text.Append(word);
        if (_words.Count < 3)
            _words.Add(word.ToLowerInvariant());
    }

    private void EndStatement()
    {
        EndsTransaction |= _words switch
        {
            ["rollback", "to", ..] or ["rollback", "work", "to", ..] => false,
            ["begin" or "start" or "commit" or "rollback" or "xa" or "lock" or "unlock", ..] => true,
            ["set", "autocommit", ..] or ["set", "session" or "local", "autocommit"] => true,
            _ => false,
        };
        Commits |= _words switch
        {
            ["create" or "drop", "temporary", ..] or ["create", "or", "replace"] => false,
            ["alter" or "create" or "drop" or "rename" or "truncate" or "grant" or "revoke" or "analyze" or "optimize" or "repair"
                or "flush" or "reset" or "install" or "uninstall" or "cache", ..] => true,
            _ => false,
        };
        MayCommit |= _words is ["call" or "execute" or "prepare", ..];
        _hasSeveral |= _hasOne && _words.Count > 0;
        _hasOne |= _words.Count > 0;
        if (_words.Count > 0)
            IsExplained = !_hasSeveral && _words is ["select" or "insert" or "update" or "delete" or "replace" or "with", ..];
        IsQuery &= _words is [] or ["select" or "show" or "describe" or "desc" or "explain" or "with" or "values" or "table" or "set"
            or "savepoint" or "release" or "rollback", ..];
        _words.Clear();
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '@';

    /// <summary>The end of the comment, string or quoted name that begins here; where it began when nothing does.</summary>
    private static int Skip(string sql, int at) => sql[at] switch
    {
        '#' => End(sql, "\n", at),
        '-' when sql.AsSpan(at).StartsWith("--") => End(sql, "\n", at),
        '/' when sql.AsSpan(at).StartsWith("/*") => End(sql, "*/", at + 2),
        '\'' or '"' or '`' => EndOfQuoted(sql, at),
        _ => at,
    };

    private static int End(string sql, string mark, int from) =>
        sql.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var found ? found + mark.Length : sql.Length;

    private static int EndOfQuoted(string sql, int at)
    {
        for (var i = at + 1; i < sql.Length; i++)
        {
            if (sql[i] == '\\' && sql[at] != '`')
                i++;
            else if (sql[i] == sql[at])
                return i + 1;
        }

        return sql.Length;
    }
}
