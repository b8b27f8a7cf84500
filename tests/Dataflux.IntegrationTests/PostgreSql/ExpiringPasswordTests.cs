using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Targets;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>Passwords that change while a run is under way, on a server that asks for one.</summary>
public sealed class ExpiringPasswordTests : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private readonly List<string> _learned = [];
    private PostgreSqlServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgreSqlServer.StartAsync();
        await ChangeAsync("one");
        var hba = await _server.SqlAsync("show hba_file");
        await _server.SqlAsync($"copy (values ('local all app scram-sha-256'), ('local all all trust')) to '{hba}'");
        await _server.SqlAsync("select pg_reload_conf()");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_file);
    }

    [Theory]
    [InlineData("passwordFile")]
    [InlineData("passwordCommand")]
    public async Task The_password_is_asked_for_at_each_login(string key)
    {
        await File.WriteAllTextAsync(_file, "one\n", TestContext.Current.CancellationToken);
        await using var pool = await Connection(key, key == "passwordFile" ? _file : $"cat '{_file}'").OpenAsync(
            2, TestContext.Current.CancellationToken);
        Assert.Equal("app", await UserAsync(pool));

        await ChangeAsync("two");
        await File.WriteAllTextAsync(_file, "two", TestContext.Current.CancellationToken);

        Assert.Equal("app", await UserAsync(pool));
        Assert.Equal(["one", "two"], _learned.Distinct()); // struck out from here on
    }

    [Fact]
    public async Task A_command_that_fails_is_one_clear_failure()
    {
        await using var pool = await Connection("passwordCommand", "echo no network >&2; exit 7").OpenAsync(
            2, TestContext.Current.CancellationToken);

        var failure = PostgreSqlFailures.Classify(await Assert.ThrowsAnyAsync<Exception>(() => UserAsync(pool)));

        Assert.Equal(FailureKind.Systemic, failure.Kind);
        Assert.Contains("target.passwordCommand ended with exit code 7: no network", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_that_is_refused_after_one_that_worked_says_so()
    {
        await using var target = new PostgreSqlTarget(Connection("password", "one"));
        await target.PrepareAsync([], TestContext.Current.CancellationToken);
        await ChangeAsync("two");

        // The first attempt may be given the session that was ended.
        var refused = await Record.ExceptionAsync(() => target.PrepareAsync([], TestContext.Current.CancellationToken));
        if (refused is not PostgresException { SqlState: PostgresErrorCodes.InvalidPassword })
            refused = await Record.ExceptionAsync(() => target.PrepareAsync([], TestContext.Current.CancellationToken));

        Assert.EndsWith(
            "The same login worked earlier in this run: the password has expired or was changed. Run again with the new one, or let "
            + "dataflux ask for it at each login with target.passwordFile or target.passwordCommand.",
            target.Classify(refused!).Message,
            StringComparison.Ordinal);
    }

    // Sessions that are open stay open when a password changes: only a new one shows it.
    private async Task ChangeAsync(string password)
    {
        await _server.SqlAsync(
            "do $$ begin if not exists (select from pg_roles where rolname = 'app') then create role app login; end if; end $$; alter "
            + $"role app password '{password}'");
        await _server.SqlAsync("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'");
    }

    private static async Task<object?> UserAsync(PostgreSqlConnectionPool pool)
    {
        pool.DataSource.Clear();
        await using var connection = await pool.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select current_user::text", connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private PostgreSqlConnection Connection(string key, string value) => PostgreSqlConnection.From(Settings(key, value));

    private DialectSettings Settings(string key, string value) => new(
        new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["host"] = _server.Folder,
            ["user"] = "app",
            ["database"] = "postgres",
            [key] = value,
        },
        Path.GetTempPath())
    {
        Learned = _learned.Add,
    };
}
