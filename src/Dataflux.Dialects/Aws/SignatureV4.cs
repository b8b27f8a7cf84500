using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace Dataflux.Dialects.Aws;

/// <summary>
/// AWS's Signature Version 4 of a request, for services that are asked without a client of the SDK. The SDK's own signer makes the
/// signature; the canonical form of a request it makes for its own clients alone.
/// </summary>
/// <param name="region">The region.</param>
/// <param name="service">The service's name for signatures, such as <c>es</c>.</param>
internal sealed class SignatureV4(string region, string service)
{
    private const string TimeForm = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The form of a time in a request and its signature.</summary>
    internal static string TimeOf(DateTimeOffset time) => time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);

    /// <summary>The hash of a body, as it is sent.</summary>
    internal static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>Signs what is in its canonical form.</summary>
    /// <param name="request">The canonical request.</param>
    /// <param name="names">The names of the headers that are signed.</param>
    /// <param name="time">The time of the request.</param>
    /// <param name="credentials">Who signs.</param>
    internal AWS4SigningResult Sign(string request, string names, DateTimeOffset time, ImmutableCredentials credentials) =>
        AWS4Signer.ComputeSignature(credentials.AccessKey, credentials.SecretKey, region, time.UtcDateTime, service, names, request);

    /// <summary>Makes the value of <c>Authorization</c>.</summary>
    /// <param name="method">The method.</param>
    /// <param name="url">The URL, as it is sent.</param>
    /// <param name="headers">The headers that are signed, <c>host</c> among them, by their names in lower case.</param>
    /// <param name="bodyHash">The hash of the body, see <see cref="HashOf"/>.</param>
    /// <param name="time">The time of the request.</param>
    /// <param name="credentials">Who signs.</param>
    internal string Authorization(
        string method, Uri url, SortedDictionary<string, string> headers, string bodyHash, DateTimeOffset time,
        ImmutableCredentials credentials)
    {
        var names = string.Join(';', headers.Keys);
        var request = new StringBuilder()
            .Append(method).Append('\n').Append(PathOf(url)).Append('\n').Append(QueryOf(url)).Append('\n');
        foreach (var (name, value) in headers)
            request.Append(name).Append(':').Append(value.Trim()).Append('\n');

        request.Append('\n').Append(names).Append('\n').Append(bodyHash);
        return Sign(request.ToString(), names, time, credentials).ForAuthorizationHeader;
    }

    // What is escaped in the URL is escaped once more, except by S3.
    private static string PathOf(Uri url) => string.Join('/', url.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string QueryOf(Uri url) => string.Join(
        '&',
        url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static part => part.Contains('=', StringComparison.Ordinal) ? part : part + "=")
            .Order(StringComparer.Ordinal));
}
