using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Dataflux.Dialects.Aws;
using Dataflux.Dialects.OpenSearch.Options;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.OpenSearch.Calling;

/// <summary>Signs requests to a domain of AWS with the credentials of the standard chain.</summary>
internal sealed class Signing
{
    private readonly SignatureV4 _signature;
    private readonly Lazy<AWSCredentials> _credentials;
    private readonly TimeProvider _time;

    /// <param name="signature">Makes signatures.</param>
    /// <param name="credentials">Finds out who signs.</param>
    /// <param name="time">The clock.</param>
    internal Signing(SignatureV4 signature, Func<AWSCredentials> credentials, TimeProvider time) =>
        (_signature, _credentials, _time) = (signature, new(credentials), time);

    /// <summary>How requests are signed; <see langword="null"/>: they are not.</summary>
    internal static Signing? For(OpenSearchOptions options, TimeProvider time) => options.Service is null
        ? null
        : new(
            new(options.Region!, options.Service),
            () => options.Login.Credentials() ?? DefaultAWSCredentialsIdentityResolver.GetCredentials(), time);

    /// <summary>Signs a request.</summary>
    /// <param name="request">The request, with its whole URL.</param>
    /// <param name="body">Its body, as it is sent.</param>
    /// <exception cref="TargetException">There are no credentials.</exception>
    internal async Task SignAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body)
    {
        var credentials = await CredentialsAsync();
        var (time, hash, url) = (_time.GetUtcNow(), SignatureV4.HashOf(body.Span), request.RequestUri!);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = url.IsDefaultPort ? url.Host : $"{url.Host}:{url.Port}",
            ["x-amz-content-sha256"] = hash,
            ["x-amz-date"] = SignatureV4.TimeOf(time),
        };
        if (credentials.UseToken)
            headers["x-amz-security-token"] = credentials.Token;

        foreach (var (name, value) in headers.Where(static header => header.Key != "host"))
            request.Headers.TryAddWithoutValidation(name, value);

        request.Headers.TryAddWithoutValidation(
            "Authorization", _signature.Authorization(request.Method.Method, url, headers, hash, time, credentials));
    }

    private async Task<ImmutableCredentials> CredentialsAsync()
    {
        try
        {
            return await _credentials.Value.GetCredentialsAsync();
        }
        catch (AmazonClientException e)
        {
            throw new TargetException(
                $"no AWS credentials that can be used ({e.Message.Split('\n', 2)[0]}); set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                    + "sign in with 'aws sso login', or name a profile with 'profile' under 'target:'",
                e);
        }
    }
}
