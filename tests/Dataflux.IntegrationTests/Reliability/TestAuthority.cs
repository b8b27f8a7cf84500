using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Dataflux.IntegrationTests.Reliability;

/// <summary>An authority of the tests' own, which no system trusts.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    internal TestAuthority()
    {
        var authority = new CertificateRequest("CN=An authority of the test's own", _key, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _root = authority.CreateSelfSigned(_now.AddDays(-1), _now.AddDays(2));
    }

    internal string Pem => _root.ExportCertificatePem();

    /// <summary>A certificate for <c>localhost</c> and its key, as PEM.</summary>
    internal (string Certificate, string Key) IssueForLocalhost()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_root, _now.AddDays(-1), _now.AddDays(1), [1, 2, 3, 4]);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }
}
