using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Npgsql;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>
/// The modes of <c>ssl</c> against a real server that takes encrypted connections only. Its certificate was signed by an authority of the
/// test's own and names <c>localhost</c>, not <c>127.0.0.1</c>.
/// </summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dftls").FullName;
    private OwnServer _server = null!;

    private string Authority => Path.Combine(_folder, "authority.pem");

    public async ValueTask InitializeAsync() =>
        _server = await OwnServer.StartAsync(PrepareAsync, "-c fsync=off -c ssl=on -c ssl_cert_file=server.pem -c ssl_key_file=server.key");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("verify-full", "localhost", true)]
    [InlineData("verify-ca", "127.0.0.1", true)]
    [InlineData("require", "127.0.0.1", false)]
    [InlineData("prefer", "127.0.0.1", false)]
    [InlineData(null, "localhost", true)]
    public async Task What_the_mode_asks_for_is_there_and_the_connection_is_encrypted(string? ssl, string host, bool knowsAuthority)
    {
        await using var pool = await ConnectionTo(ssl, host, knowsAuthority).OpenAsync(1, TestContext.Current.CancellationToken);
        await using var encrypted = pool.DataSource.CreateCommand("select ssl from pg_stat_ssl where pid = pg_backend_pid()");

        Assert.True((bool)(await encrypted.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
    }

    [Theory]
    [InlineData("verify-full", "127.0.0.1", true)]
    [InlineData("verify-full", "localhost", false)]
    [InlineData("verify-ca", "127.0.0.1", false)]
    [InlineData("off", "127.0.0.1", false)]
    public async Task What_the_mode_asks_for_is_missing_and_nothing_is_sent(string ssl, string host, bool knowsAuthority)
    {
        await using var pool = await ConnectionTo(ssl, host, knowsAuthority).OpenAsync(1, TestContext.Current.CancellationToken);

        var refused = PostgreSqlFailures.Classify(await Assert.ThrowsAnyAsync<NpgsqlException>(
            async () => await pool.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken)));

        Assert.Equal(FailureKind.Systemic, refused.Kind);
        Assert.Contains(ssl == "off" ? "pg_hba.conf" : "target.ssl", refused.Message);
    }

    private PostgreSqlConnection ConnectionTo(string? ssl, string host, bool knowsAuthority)
    {
        var values = new Dictionary<string, object>
        {
            ["host"] = host,
            ["port"] = (long)_server.Port,
            ["user"] = "postgres",
            ["database"] = "postgres",
        };
        if (ssl is not null)
            values["ssl"] = ssl;
        if (knowsAuthority)
            values["rootCertificate"] = Authority;
        return PostgreSqlConnection.From(new DialectSettings(values, _folder));
    }

    private async Task PrepareAsync(string data)
    {
        using var authority = new TestAuthority();
        await File.WriteAllTextAsync(Authority, authority.Pem);
        var (certificate, key) = authority.IssueForLocalhost();
        await WriteAsync("server.pem", certificate);
        await WriteAsync("server.key", key);
        await WriteAsync("pg_hba.conf", "hostssl all all 127.0.0.1/32 trust\n");

        async Task WriteAsync(string name, string text)
        {
            var path = Path.Combine(data, name);
            await File.WriteAllTextAsync(path, text);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            if (Environment.IsPrivilegedProcess)
                await PostgreSqlServer.RunAsync("chown", PostgreSqlServer.ServerUser, path);
        }
    }
}
