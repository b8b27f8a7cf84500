using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Dataflux.Dialects.OpenSearch.Options;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.OpenSearch.Calling;

/// <summary>How connections to a cluster are made.</summary>
internal static class Connections
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // Addresses behind a name change when a cluster does.
    private static readonly TimeSpan LongestUse = TimeSpan.FromMinutes(5);

    internal static SocketsHttpHandler For(OpenSearchOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // a login is for this address alone
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = LongestUse,
            UseCookies = false,
        };
        if (options.RootCertificate is { } file)
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trusting(file) };

        return handler;
    }

    private static X509ChainPolicy Trusting(string file)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new TargetException($"'rootCertificate' {file} cannot be read as PEM: {e.Message}", e);
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new TargetException($"'rootCertificate' {file} has no certificate; expected PEM with the authority's");
    }
}
