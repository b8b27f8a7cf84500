using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Npgsql;

namespace Dataflux.Tests.Dialects.PostgreSql.Connection;

public class PostgreSqlConnectionTests
{
    private const string Secret = "s3cr3t";

    [Fact]
    public async Task Url_is_read_with_percent_decoding()
    {
        var settings = await Opened(
            ("connection",
                "postgresql://al%40ice:p%3A%2Fw%25@db.example.com:6432/my%20db?sslmode=require&connect_timeout=7&application_name=nightly"));

        Assert.Equal("al@ice", settings.Username);
        Assert.Equal("p:/w%", settings.Password);
        Assert.Equal("db.example.com", settings.Host);
        Assert.Equal(6432, settings.Port);
        Assert.Equal("my db", settings.Database);
        Assert.Equal(SslMode.Require, settings.SslMode);
        Assert.Equal(7, settings.Timeout);
        Assert.Equal("nightly", settings.ApplicationName);
    }

    [Theory]
    [InlineData("postgres://localhost/db", "localhost", 5432, "postgresql://localhost:5432/db")]
    [InlineData("postgres://u@[::1]:5433/db", "::1", 5433, "postgresql://u@[::1]:5433/db")]
    [InlineData(
        "postgresql://u:p@%2Fvar%2Frun%2Fpostgresql/db",
        "/var/run/postgresql",
        5432,
        "postgresql://u@/db?host=/var/run/postgresql&port=5432")]
    [InlineData("postgresql:///db?host=/tmp&port=5544&user=u", "/tmp", 5544, "postgresql://u@/db?host=/tmp&port=5544")]
    [InlineData("POSTGRESQL://u:a@b@h/db", "h", 5432, "postgresql://u@h:5432/db")]
    public async Task Hosts_of_a_url_are_found(string url, string host, int port, string location)
    {
        var settings = await Opened(("connection", url));

        Assert.Equal(host, settings.Host);
        Assert.Equal(port, settings.Port);
        Assert.Equal(location, PostgreSqlConnection.From(Settings(("connection", url))).Location);
    }

    [Fact]
    public async Task Several_hosts_prefer_the_primary()
    {
        var settings = await Opened(("connection", "postgresql://u:p@a:5001,b:5002/db"));

        Assert.Equal("a:5001,b:5002", settings.Host);
        Assert.Equal("primary", settings.TargetSessionAttributes, ignoreCase: true);
        Assert.Equal(SslMode.VerifyFull, settings.SslMode);
    }

    [Theory]
    [InlineData("db.example.com", null, SslMode.VerifyFull)]
    [InlineData("10.0.0.5", null, SslMode.VerifyFull)]
    [InlineData("localhost.example.com", null, SslMode.VerifyFull)]
    [InlineData("localhost", null, SslMode.Prefer)]
    [InlineData("127.0.0.9", null, SslMode.Prefer)]
    [InlineData("::1", null, SslMode.Prefer)]
    [InlineData("/run/postgresql", null, SslMode.Disable)]
    [InlineData("db.example.com", "true", SslMode.Require)]
    [InlineData("db.example.com", "false", SslMode.Disable)]
    [InlineData("db.example.com", "off", SslMode.Disable)]
    [InlineData("db.example.com", "prefer", SslMode.Prefer)]
    [InlineData("localhost", "verify-full", SslMode.VerifyFull)]
    public async Task Encryption_follows_the_option_else_the_host(string host, string? ssl, SslMode expected)
    {
        var settings = ssl is null ? await Opened(("host", host)) : await Opened(("host", host), ("ssl", ssl));

        Assert.Equal(expected, settings.SslMode);
    }

    [Fact]
    public async Task Npgsql_string_is_read_and_its_own_choices_are_kept()
    {
        var settings = await Opened(
            ("connection", "Host=db;Username=u;Password=\"a;b=c\";Database=d;SSL Mode=Prefer;Timeout=3;Command Timeout=9"));

        Assert.Equal("a;b=c", settings.Password);
        Assert.Equal(SslMode.Prefer, settings.SslMode);
        Assert.Equal(3, settings.Timeout);
        Assert.Equal(9, settings.CommandTimeout);
    }

    [Fact]
    public async Task Sessions_speak_utf8_and_utc_without_automatic_preparing()
    {
        var settings = await Opened(
            ("host", "localhost"), ("statementTimeout", TimeSpan.FromSeconds(90)), ("connectTimeout", TimeSpan.FromSeconds(4)));

        Assert.Equal("dataflux", settings.ApplicationName);
        Assert.Equal("UTF8", settings.ClientEncoding);
        Assert.Equal("UTC", settings.Timezone);
        Assert.Equal(0, settings.MaxAutoPrepare);
        Assert.Equal("-c statement_timeout=90000", settings.Options);
        Assert.Equal(120, settings.CommandTimeout);
        Assert.Equal(4, settings.Timeout);
        Assert.Equal(5, settings.MaxPoolSize);
        Assert.True(settings.TcpKeepAlive);
        Assert.Null(settings.SearchPath);
    }

    [Fact]
    public void Nothing_given_means_the_embedded_server_beside_the_state_folder()
    {
        foreach (var settings in new[] { Settings(), Settings(("host", ""), ("user", "u")), Settings(("connection", " ")) })
        {
            var connection = PostgreSqlConnection.From(settings);
            Assert.Equal("/project/.dataflux/postgresql", connection.EmbeddedFolder);
        }
    }

    [Fact]
    public void All_findings_are_reported_together_with_their_keys()
    {
        var e = Assert.Throws<TargetException>(() => PostgreSqlConnection.From(Settings(
            ("host", "h"),
            ("port", 70000L),
            ("ssl", "maybe"),
            ("connectTimeout", TimeSpan.Zero),
            ("statementTimeout", TimeSpan.FromDays(30)))));

        Assert.Collection(
            e.Message.Split(Environment.NewLine),
            line => Assert.Equal("target.port must be from 1 to 65535, found 70000.", line),
            line => Assert.StartsWith("target.ssl must be verify-full", line, StringComparison.Ordinal),
            line => Assert.StartsWith("target.connectTimeout must be from 1s to 1024s, found 0s", line, StringComparison.Ordinal),
            line => Assert.StartsWith("target.statementTimeout must be", line, StringComparison.Ordinal));
    }

    [Fact]
    public void User_without_a_host_is_not_taken_for_the_embedded_server() =>
        Assert.Contains("target.host is not", Assert.Single(PostgreSqlConnection.Check(Settings(("user", "u")))), StringComparison.Ordinal);

    [Theory]
    [InlineData("postgresql://u:s3cr3t/x@h/db", "'@' or '#' after the host")]
    [InlineData("postgresql://u:s3cr3t?x@h/db", "'@' or '#' after the host")]
    [InlineData("postgresql://u:s3cr3t#x@h/db", "'@' or '#' after the host")]
    [InlineData("postgresql://u:s3cr3t%zz@h/db", "the password has a '%'")]
    [InlineData("postgresql://u:s3cr3t/db", "port that is not a number")]
    [InlineData("postgresql://u:s3cr3t@h:0/db", "port that is not a number")]
    [InlineData("postgresql://u:s3cr3t@h/db?sslmod=require", "parameter sslmod is not known")]
    [InlineData("postgresql://u:s3cr3t@h/db?sslmode=s3cr3t", "parameter sslmode must be")]
    [InlineData("postgresql://u:s3cr3t@/db", "names no host")]
    [InlineData("Host=h;Password=x;s3cr3t=y", "keyword, number 3")]
    [InlineData("Host=h;Password=x;s3cr3t", "is neither a URL")]
    [InlineData("Host=h;Port=s3cr3t", "value for 'port'")]
    [InlineData("Password=s3cr3t", "names no host")]
    public void Wrong_connections_are_explained_without_the_secret(string connection, string expected)
    {
        var e = Assert.Throws<TargetException>(() => PostgreSqlConnection.From(Settings(("connection", connection))));

        Assert.Contains(expected, e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Connection_and_its_parts_exclude_each_other()
    {
        var findings = PostgreSqlConnection.Check(Settings(
            ("connection", "postgresql://u:s3cr3t@h/db?sslmode=require"),
            ("host", "h"),
            ("user", "u"),
            ("port", 1L),
            ("password", Secret),
            ("ssl", "off")));

        Assert.Equal(5, findings.Count);
        Assert.All(findings, finding => Assert.Contains("give one or the other", finding, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.DoesNotContain(Secret, finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Password_may_be_given_beside_the_connection() =>
        Assert.Equal(Secret, (await Opened(("connection", "postgresql://u@h/db"), ("password", Secret))).Password);

    [Theory]
    [InlineData("passwordFile", "passwordCommand")]
    [InlineData("passwordFile", "password")]
    [InlineData("passwordCommand", "connection")]
    public void A_password_is_given_in_one_way(string one, string other)
    {
        var place = other == "connection" ? ("connection", (object)"postgresql://u:p@h/db") : ("host", "h");

        var e = Assert.Throws<TargetException>(
            () => PostgreSqlConnection.From(Settings([place, (one, "x"), .. other == "connection" ? [] : new[] { (other, (object)"y") }])));

        Assert.Contains("ways to give the same thing: keep one of them", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_root_certificate_is_named()
    {
        var connection = PostgreSqlConnection.From(Settings(("host", "h"), ("rootCertificate", "/nowhere/ca.pem")));

        var e = await Assert.ThrowsAsync<TargetException>(() => connection.OpenAsync(1, TestContext.Current.CancellationToken));

        Assert.Contains("target.rootCertificate: the file '/nowhere/ca.pem'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_is_documented_and_secrets_are_marked()
    {
        Assert.All(PostgreSqlConnectionOptions.All, option => Assert.EndsWith(".", option.Description, StringComparison.Ordinal));
        Assert.Equal(
            ["connection", "password"], PostgreSqlConnectionOptions.All.Where(option => option.Secret).Select(option => option.Name));
    }

    private static async Task<NpgsqlConnectionStringBuilder> Opened(params (string Name, object Value)[] values)
    {
        var connection = PostgreSqlConnection.From(Settings(values));
        await using var pool = await connection.OpenAsync(3, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("p:/w%", pool.DataSource.ConnectionString, StringComparison.Ordinal);
        return connection.SettingsFor(3);
    }

    private static DialectSettings Settings(params (string Name, object Value)[] values) =>
        new(values.ToDictionary(value => value.Name, value => value.Value), "/project/.dataflux/pictures");
}
