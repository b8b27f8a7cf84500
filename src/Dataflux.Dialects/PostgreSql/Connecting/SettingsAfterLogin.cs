using System.Text;
using Dataflux.Dialects.Logins;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Connecting;

/// <summary>
/// Settings of sessions that are made after the login instead of with it: poolers and proxies (PgBouncer, RDS Proxy) refuse the startup
/// parameters <c>options</c> and <c>search_path</c>.
/// </summary>
internal static class SettingsAfterLogin
{
    // A role called dataflux has the schema of dataflux's own tables first in its search_path, as soon as that is there: tables that were
    // made and found in public until then would be made once more, empty. Where other tables are in it already, it stays what it is.
    private const string OwnSchema = """
        select pg_catalog.set_config('search_path', pg_catalog.regexp_replace(pg_catalog.current_setting('search_path'), '^ *"[$]user" *, *', ''), false)
        where not exists (
          select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          where n.nspname = 'dataflux' and c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relname not in ('state', 'writer'))
        """;

    /// <summary>Makes a source of connections.</summary>
    /// <param name="settings">What they are made with; stays as it is.</param>
    /// <param name="password">Gives the password at each login; <see langword="null"/>: the settings hold it.</param>
    /// <param name="logins">Is told of each login that worked.</param>
    internal static NpgsqlDataSource SourceOf(
        NpgsqlConnectionStringBuilder settings, LoginPassword? password = null, PostgreSqlLogins? logins = null)
    {
        var (login, sql) = Divide(settings);
        if (login.Username == "dataflux" && string.IsNullOrEmpty(settings.SearchPath))
        {
            login.NoResetOnClose = true;
            sql = sql.Length == 0 ? OwnSchema : $"{sql}; {OwnSchema}";
        }

        var builder = new NpgsqlDataSourceBuilder(login.ConnectionString);
        if (password is not null)
            builder.UsePasswordProvider(_ => password.Ask(), (_, token) => password.AskAsync(token));
        if (logins is not null || sql.Length > 0)
        {
            builder.UsePhysicalConnectionInitializer(
                connection => LoggedIn(connection, sql, logins), connection => LoggedInAsync(connection, sql, logins));
        }

        return builder.Build();
    }

    /// <summary>What the login needs, and the statements for the rest.</summary>
    internal static (NpgsqlConnectionStringBuilder Login, string Sql) Divide(NpgsqlConnectionStringBuilder settings)
    {
        var login = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        var given = Settings(login.Options) ?? [];
        if (given.Count > 0)
            login.Options = null;
        if (!string.IsNullOrEmpty(login.SearchPath))
        {
            given.Add(("search_path", login.SearchPath));
            login.SearchPath = null;
        }

        if (given.Count == 0)
            return (login, "");

        // A connection that goes back to the pool would be set to what the login said.
        login.NoResetOnClose = true;
        return (login,
            string.Join(
                "; ", given.Select(one => $"select pg_catalog.set_config({Literal.Quote(one.Name)}, {Literal.Quote(one.Value)}, false)")));
    }

    // -c name=value, -cname=value or --name=value, as the server's command line takes them; null: something else is among them, which only
    // a login takes.
    private static List<(string Name, string Value)>? Settings(string? options)
    {
        var settings = new List<(string Name, string Value)>();
        var words = Words(options ?? "");
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var setting = word == "-c" && i + 1 < words.Count ? words[++i]
                : word.StartsWith("--", StringComparison.Ordinal) ? word[2..]
                : word.StartsWith("-c", StringComparison.Ordinal) ? word[2..]
                : "";
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                return null;
            settings.Add((setting[..equals].Replace('-', '_'), setting[(equals + 1)..]));
        }

        return settings;
    }

    // Parted by white space; a backslash keeps the next character.
    private static List<string> Words(string options)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i] == '\\' && i + 1 < options.Length)
                word.Append(options[++i]);
            else if (!char.IsWhiteSpace(options[i]))
                word.Append(options[i]);
            else
                End();
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    private static void LoggedIn(NpgsqlConnection connection, string sql, PostgreSqlLogins? logins)
    {
        logins?.Worked();
        if (sql.Length == 0)
            return;
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static async Task LoggedInAsync(NpgsqlConnection connection, string sql, PostgreSqlLogins? logins)
    {
        logins?.Worked();
        if (sql.Length == 0)
            return;
        await connection.RunAsync(sql, CancellationToken.None);
    }
}
