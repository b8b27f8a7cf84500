using Amazon.Runtime;
using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.Logins;
using Dataflux.Engine.Settings;

namespace Dataflux.Tests.Dialects.Aws;

/// <summary>
/// Tokens for logins to RDS. The signatures were computed by other programs: botocore's own test, and the definition of the signature in
/// Python.
/// </summary>
public class RdsTokenTests
{
    [Fact]
    public void A_token_is_the_one_that_botocore_makes() => Assert.Equal(
        "prod-instance.us-east-1.rds.amazonaws.com:3306/?Action=connect&DBUser=someusername&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=akid%2F20161107%2Fus-east-1%2Frds-db%2Faws4_request&X-Amz-Date=20161107T173933Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
        + "&X-Amz-Signature=d1138cdbc0ca63eec012ec0fc6c2267e03642168f5884a7795320d4c18374c61",
        RdsToken.Create(
            "prod-instance.us-east-1.rds.amazonaws.com", 3306, "someusername", "us-east-1", new ImmutableCredentials("akid", "skid", null),
            new DateTimeOffset(2016, 11, 7, 17, 39, 33, TimeSpan.Zero)));

    [Fact]
    public void Credentials_of_a_role_and_names_with_other_characters_are_signed_too()
    {
        var token = RdsToken.Create(
            "db.abc.eu-central-1.rds.amazonaws.com",
            5432,
            "app user+ü",
            "eu-central-1",
            new ImmutableCredentials("AKID/1", "s/k+=", "to/ken+=="),
            new DateTimeOffset(2026, 2, 1, 0, 59, 59, TimeSpan.FromHours(1)));

        Assert.Contains("&DBUser=app%20user%2B%C3%BC&", token, StringComparison.Ordinal);
        Assert.Contains("&X-Amz-Security-Token=to%2Fken%2B%3D%3D&", token, StringComparison.Ordinal);
        Assert.EndsWith(
            "&X-Amz-Signature=852667ddaa14f78e390adb1c9c39cf27ec842bffd7546c394db554f9209d4048", token, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db.abc.eu-central-1.rds.amazonaws.com", "eu-central-1")]
    [InlineData("db.cluster-ro-abc.us-gov-west-1.rds.amazonaws.com", "us-gov-west-1")]
    [InlineData("db.abc.cn-north-1.rds.amazonaws.com.cn", "cn-north-1")]
    [InlineData("db.example.com", null)]
    public void The_region_is_in_the_servers_name(string host, string? region) => Assert.Equal(region, RdsToken.RegionOf(host));

    [Fact]
    public async Task Each_login_has_a_token_of_its_own_by_credentials_of_that_moment()
    {
        var asked = 0;
        var login = new RdsLogin("db.abc.eu-central-1.rds.amazonaws.com", 5432, "app", "eu-central-1")
        {
            Credentials = () => Task.FromResult(new ImmutableCredentials($"AKID{++asked}", "secret", "token")),
        };

        var (first, second) = (await login.TokenAsync(), await login.TokenAsync());

        Assert.Contains("X-Amz-Credential=AKID1%2F", first, StringComparison.Ordinal);
        Assert.Contains("X-Amz-Credential=AKID2%2F", second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host=db.abc.eu-central-1.rds.amazonaws.com;user=app", "")]
    [InlineData(
        "host=db.abc.eu-central-1.rds.amazonaws.com",
        "target.auth: rds-iam makes a token for one user: give target.user, one that may log in by IAM.")]
    [InlineData(
        "host=/tmp;user=app",
        "target.auth: rds-iam makes a token for one server: give the name that RDS gives it, in target.host or target.connection.")]
    [InlineData("host=db.abc.eu-central-1.rds.amazonaws.com;user=app;passwordFile=/p", "target.passwordFile, target.passwordCommand, "
        + "target.auth and a password in target.password or target.connection are ways to give the same thing: keep one of them.")]
    public void What_a_token_needs_is_found_before_any_login(string given, string finding)
    {
        var values = given.Split(';').Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => (object)pair[1], StringComparer.Ordinal);
        values["auth"] = "rds-iam";

        Assert.Equal(finding, string.Join('|', PostgreSqlConnection.Check(Settings(values))));
    }

    private static DialectSettings Settings(Dictionary<string, object> values) => new(values, "/state");
}
