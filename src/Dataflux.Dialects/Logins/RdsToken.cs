using Amazon.Runtime;
using Dataflux.Dialects.Aws;

namespace Dataflux.Dialects.Logins;

/// <summary>
/// A token for a login to RDS or Aurora by IAM: the URL of the action <c>rds-db:connect</c>, presigned for 15 minutes
/// (AWS Signature Version 4; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
/// </summary>
internal static class RdsToken
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Service = "rds-db";
    private const string Terminator = "aws4_request";
    private const string HostSuffix = ".rds.amazonaws.com";

    /// <summary>Makes a token.</summary>
    /// <param name="host">The server's name, as RDS gives it.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="user">The user to log in as.</param>
    /// <param name="region">The server's region.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="now">The time of the signature.</param>
    internal static string Create(string host, int port, string user, string region, ImmutableCredentials credentials, DateTimeOffset now)
    {
        var time = SignatureV4.TimeOf(now);
        var scope = $"{time[..8]}/{region}/{Service}/{Terminator}";
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Action"] = "connect",
            ["DBUser"] = user,
            ["X-Amz-Algorithm"] = Algorithm,
            ["X-Amz-Credential"] = $"{credentials.AccessKey}/{scope}",
            ["X-Amz-Date"] = time,
            ["X-Amz-Expires"] = "900",
            ["X-Amz-SignedHeaders"] = "host",
        };
        if (!string.IsNullOrEmpty(credentials.Token))
            parameters["X-Amz-Security-Token"] = credentials.Token;

        var query = string.Join('&', parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}"));
        var request = $"GET\n/\n{query}\nhost:{host}:{port}\n\nhost\n{SignatureV4.HashOf([])}";
        var signature = new SignatureV4(region, Service).Sign(request, "host", now, credentials).Signature;
        return $"{host}:{port}/?{query}&X-Amz-Signature={signature}";
    }

    /// <summary>The region in the name of a server of RDS; <see langword="null"/> for other names.</summary>
    internal static string? RegionOf(string host)
    {
        var end = host.EndsWith(HostSuffix + ".cn", StringComparison.OrdinalIgnoreCase) ? HostSuffix.Length + 3
            : host.EndsWith(HostSuffix, StringComparison.OrdinalIgnoreCase) ? HostSuffix.Length : 0;
        return end == 0 ? null : host[..^end] is var name && name.LastIndexOf('.') is >= 0 and var dot ? name[(dot + 1)..] : null;
    }
}
