using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Amazon.Runtime;
using Dataflux.Dialects.OpenSearch;
using Dataflux.Dialects.OpenSearch.Calling;
using Dataflux.Dialects.OpenSearch.Options;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;
using Dataflux.IntegrationTests.Reliability;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>Connections that are encrypted, and requests that are signed.</summary>
public sealed class OpenSearchConnectionTests : IDisposable
{
    private const string AccessKey = "AKIDEXAMPLE";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private readonly string _folder = Directory.CreateTempSubdirectory("search-tls-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_cluster_is_trusted_whose_authority_is_named_and_no_other()
    {
        using var authority = new TestAuthority();
        using var another = new TestAuthority();
        var (pem, key) = authority.IssueForLocalhost();
        using var made = X509Certificate2.CreateFromPem(pem, key);
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
        await using var server = new SearchServer(certificate: certificate);
        server.Store.Create("readings");
        await File.WriteAllTextAsync(Path.Combine(_folder, "ca.pem"), authority.Pem, Stop);
        await File.WriteAllTextAsync(Path.Combine(_folder, "another.pem"), another.Pem, Stop);

        await using var trusting = Open(server, ("rootCertificate", Path.Combine(_folder, "ca.pem")));
        await trusting.PrepareAsync([typeof(Reading)], Stop);
        await using var wrong = Open(server, ("rootCertificate", Path.Combine(_folder, "another.pem")));
        await using var none = Open(server);

        foreach (var target in new[] { wrong, none })
        {
            var thrown = await Record.ExceptionAsync(() => target.PrepareAsync([typeof(Reading)], Stop));
            var failure = target.Classify(thrown!);
            Assert.Equal(FailureKind.Systemic, failure.Kind);
            Assert.Contains("rootCertificate", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("es", false)]
    [InlineData("aoss", true)]
    public async Task Requests_are_signed_as_AWS_computes_it_whatever_their_body(string service, bool gzip)
    {
        await using var server = new SearchServer();
        server.Store.Create("readings");
        var seen = new List<bool>();
        server.Accepts = request =>
        {
            var isRight = IsSigned(request, service, hasReadableBody: !gzip);
            lock (seen)
                seen.Add(isRight);

            return isRight;
        };
        var settings = new Dictionary<string, object>
        {
            ["url"] = server.Url,
            ["sign"] = service,
            ["region"] = "eu-central-1",
            ["gzip"] = gzip,
        };
        using var client = new OpenSearchClient(
            OpenSearchOptions.From(new DialectSettings(settings, _folder)),
            new(new("eu-central-1", service), static () => new SessionAWSCredentials(AccessKey, SecretKey, "token"), TimeProvider.System));

        using (await client.GetAsync("readings", Stop))
        using (await client.PostLinesAsync(
            "_bulk", Encoding.UTF8.GetBytes("""{"index":{"_index":"readings","_id":"ä"}}""" + "\n{\"value\":\"ö\"}\n"), Stop))
        {
        }

        Assert.Single(server.Store.Indexes["readings"].Documents);
        Assert.Equal([true, true], seen);
    }

    // By AWS's description of Signature Version 4, without the code under test.
    private static bool IsSigned(HttpRequest request, string service, bool hasReadableBody)
    {
        var (method, target, headers) = (request.Line.Split(' ')[0], request.Line.Split(' ')[1], request.Headers);
        if (hasReadableBody && headers["x-amz-content-sha256"] != Hash(request.Body))
            return false;

        const string Names = "host;x-amz-content-sha256;x-amz-date;x-amz-security-token";
        var lines = Names.Split(';').Select(name => $"{name}:{headers[name]}\n");
        var canonical = $"{method}\n{target}\n\n{string.Concat(lines)}\n{Names}\n{headers["x-amz-content-sha256"]}";
        var scope = $"{headers["x-amz-date"][..8]}/eu-central-1/{service}/aws4_request";
        var key = Encoding.UTF8.GetBytes("AWS4" + SecretKey);
        foreach (var part in scope.Split('/').Append($"AWS4-HMAC-SHA256\n{headers["x-amz-date"]}\n{scope}\n{Hash(canonical)}"))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));

        return headers["x-amz-security-token"] == "token" && headers["Authorization"]
            == $"AWS4-HMAC-SHA256 Credential={AccessKey}/{scope}, SignedHeaders={Names}, Signature={Convert.ToHexStringLower(key)}";
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private ITargetConnection Open(SearchServer server, params (string Name, object Value)[] settings)
    {
        var all = settings.ToDictionary(static setting => setting.Name, static setting => setting.Value, StringComparer.Ordinal);
        all["url"] = server.Url;
        return OpenSearchDialect.Dialect.Create(new DialectSettings(all, _folder));
    }
}
