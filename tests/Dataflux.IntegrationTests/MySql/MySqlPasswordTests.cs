using Dataflux.Dialects.MySql;
using Dataflux.Dialects.MySql.Connecting;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using MySqlConnector;

namespace Dataflux.IntegrationTests.MySql;

/// <summary>Passwords of MariaDB that change while a run is under way, and what is said where there is none.</summary>
public sealed class MySqlPasswordTests(MariaDbFixture fixture) : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly string _user = $"app{Guid.NewGuid():N}"[..16];
    private readonly List<string> _learned = [];

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("passwordFile")]
    [InlineData("passwordCommand")]
    public async Task The_password_is_asked_for_at_each_login(string key)
    {
        await ChangeAsync("one");
        await using var database = await DatabaseAsync(key, key == "passwordFile" ? _file : $"cat '{_file}'");
        Assert.Equal(_user, await UserAsync(database));

        await ChangeAsync("two");
        database.ClearPool();

        Assert.Equal(_user, await UserAsync(database));
        Assert.Equal(["one", "two"], _learned.Distinct()); // struck out from here on
    }

    [Theory]
    [InlineData("passwordCommand", "echo no network >&2; exit 7", "target.passwordCommand ended with exit code 7: no network")]
    [InlineData("passwordFile", "/nowhere/password", "target.passwordFile cannot be read")]
    public async Task A_password_that_cannot_be_had_is_one_clear_failure(string key, string value, string message)
    {
        await ChangeAsync("one");
        await using var target = new MySqlTarget(await AddressAsync(key, value));

        var failure = target.Classify(
            await Assert.ThrowsAnyAsync<Exception>(() => target.PrepareAsync([], TestContext.Current.CancellationToken)));

        Assert.Equal(FailureKind.Systemic, failure.Kind);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_ways_to_give_a_password_are_one_too_many()
    {
        var settings = await SettingsAsync("passwordFile", _file, ("password", "one"));

        var refused = Assert.Throws<TargetException>(() => MySqlAddress.From(settings));

        Assert.Contains("are ways to give the same thing: keep one of them", refused.Message, StringComparison.Ordinal);
    }

    // Sessions that are open stay open when a password changes: only a new one shows it.
    private async Task ChangeAsync(string password)
    {
        var server = await fixture.ServerAsync();
        await server.SqlAsync(
            $"create user if not exists {_user}; set password for {_user} = password('{password}'); "
            + $"grant all on *.* to {_user}");
        await File.WriteAllTextAsync(_file, password + "\n", TestContext.Current.CancellationToken);
    }

    private static async Task<string?> UserAsync(MySqlDatabase database)
    {
        await using var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = new MySqlCommand("select substring_index(current_user(), '@', 1)", connection);
        return (string?)await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private async Task<MySqlDatabase> DatabaseAsync(string key, string value)
    {
        var address = await AddressAsync(key, value);
        return new(address.ConnectionString, address.Password);
    }

    private async Task<MySqlAddress> AddressAsync(string key, string value) => MySqlAddress.From(await SettingsAsync(key, value));

    private async Task<DialectSettings> SettingsAsync(string key, string value, params (string Key, string Value)[] others)
    {
        var values = others.ToDictionary(static one => one.Key, static one => (object)one.Value, StringComparer.Ordinal);
        values["host"] = (await fixture.ServerAsync()).Socket;
        values["user"] = _user;
        values["database"] = new MySqlConnectionStringBuilder(await fixture.CreateDatabaseAsync()).Database;
        values[key] = value;
        return new(values, Path.GetTempPath()) { Learned = _learned.Add };
    }
}
