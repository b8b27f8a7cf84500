using System.Net;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

#pragma warning disable CA5351 // MD5 is what stores compare what arrives with; it guards against damage here, not against forgery.

namespace Dataflux.Dialects.Aws.S3;

/// <summary>The requests for objects of a bucket. Failures say which permission the request needs, and what it was about.</summary>
/// <param name="connect">Makes a client; asked when the first request is made.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="requesterPays">Whether requests say that they are paid for.</param>
internal sealed class S3Store(Func<IAmazonS3> connect, string bucket, bool requesterPays = false) : IDisposable
{
    /// <summary>What a URL of a bucket begins with.</summary>
    internal const string UrlScheme = "s3://";

    internal const string ListPermission = "s3:ListBucket";
    private const string ReadPermission = "s3:GetObject";
    private const string WritePermission = "s3:PutObject";
    private const string DeletePermission = "s3:DeleteObject";
    private readonly Lazy<RenewedClient<IAmazonS3>> _connection = new(() => new(connect));
    private readonly RequestPayer? _payer = requesterPays ? RequestPayer.Requester : null;

    /// <summary>The object as people write it.</summary>
    internal string Locate(string key) => $"{UrlScheme}{bucket}/{key}";

    /// <summary>Takes a URL such as <c>s3://bucket/prefix</c> apart.</summary>
    internal static (string Bucket, string Prefix) Split(string url)
    {
        var path = url[UrlScheme.Length..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
    }

    /// <summary>A small object's bytes; <see langword="null"/> when it is not there.</summary>
    /// <exception cref="S3RequestException">The request failed.</exception>
    internal Task<byte[]?> TryReadAsync(string key, CancellationToken cancellation) =>
        CallAsync<byte[]?>(ReadPermission, key, async client =>
        {
            try
            {
                using var response = await client.GetObjectAsync(
                    new GetObjectRequest { BucketName = bucket, Key = key, RequestPayer = _payer }, cancellation);
                using var bytes = new MemoryStream();
                await response.ResponseStream.CopyToAsync(bytes, cancellation);
                return bytes.Length == response.ContentLength
                    ? bytes.ToArray()
                    : throw new IOException($"the connection ended after {bytes.Length} of {response.ContentLength} bytes");
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
            {
                return null;
            }
        }, cancellation);

    /// <summary>Opens an object's bytes; the answer says which part of the object it holds.</summary>
    /// <param name="key">The object.</param>
    /// <param name="etag">The ETag it must still have, quoted; <see langword="null"/> for any.</param>
    /// <param name="from">The first byte wanted.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <exception cref="S3ChangedException">It has another ETag now.</exception>
    /// <exception cref="S3RequestException">The request failed.</exception>
    internal Task<GetObjectResponse> OpenAsync(string key, string? etag, long from, CancellationToken cancellation) =>
        CallAsync(ReadPermission, key, async client =>
        {
            var request = new GetObjectRequest
            {
                BucketName = bucket,
                Key = key,
                EtagToMatch = etag,
                RequestPayer = _payer,
                ByteRange = from > 0 ? new ByteRange($"bytes={from}-") : null,
            };
            try
            {
                return await client.GetObjectAsync(request, cancellation);
            }
            catch (AmazonS3Exception e) when (
                e.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                throw new S3ChangedException(Locate(key));
            }
        }, cancellation);

    /// <summary>Whether there is an object of this key.</summary>
    /// <exception cref="S3RequestException">The request failed.</exception>
    internal async Task<bool> ExistsAsync(string key, CancellationToken cancellation) =>
        await LengthAsync(key, cancellation) is not null;

    /// <summary>How many bytes an object has; <see langword="null"/>: there is none of this key.</summary>
    /// <exception cref="S3RequestException">The request failed.</exception>
    internal Task<long?> LengthAsync(string key, CancellationToken cancellation) => CallAsync<long?>(ReadPermission, key, async client =>
    {
        try
        {
            var found = await client.GetObjectMetadataAsync(
                new GetObjectMetadataRequest { BucketName = bucket, Key = key, RequestPayer = _payer }, cancellation);
            return found.ContentLength;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
    }, cancellation);

    /// <summary>Makes or replaces an object, as a whole.</summary>
    /// <exception cref="S3RequestException">The request failed.</exception>
    internal Task PutAsync(string key, byte[] content, CancellationToken cancellation) =>
        CallAsync(WritePermission, key, async client =>
        {
            using var stream = new MemoryStream(content, writable: false);
            var request = new PutObjectRequest
            {
                BucketName = bucket,
                Key = key,
                InputStream = stream,
                MD5Digest = Convert.ToBase64String(MD5.HashData(content)),
                UseChunkEncoding = false,
            };
            return await client.PutObjectAsync(request, cancellation);
        }, cancellation);

    /// <summary>Deletes an object; one that is not there is no error.</summary>
    /// <exception cref="S3RequestException">The request failed.</exception>
    internal Task DeleteAsync(string key, CancellationToken cancellation) =>
        CallAsync(DeletePermission, key, client => client.DeleteObjectAsync(bucket, key, cancellation), cancellation);

    /// <summary>Makes requests for an object that is written in parts.</summary>
    /// <exception cref="S3RequestException">The request failed.</exception>
    internal Task<T> WriteAsync<T>(string key, Func<IAmazonS3, string, Task<T>> call, CancellationToken cancellation) =>
        CallAsync(WritePermission, key, client => call(client, bucket), cancellation);

    /// <summary>Lists some keys in their order, which is that of their UTF-8 bytes.</summary>
    /// <param name="prefix">What they begin with.</param>
    /// <param name="after">The key after which to begin, which need not exist; <see langword="null"/> for the first.</param>
    /// <param name="cancellation">Stops the request.</param>
    /// <returns>The objects, and whether there are more after the last of them.</returns>
    /// <exception cref="S3RequestException">The request failed.</exception>
    internal Task<(IReadOnlyList<S3Object> Objects, bool More)> ListAsync(string prefix, string? after, CancellationToken cancellation) =>
        CallAsync<(IReadOnlyList<S3Object>, bool)>(ListPermission, prefix, async client =>
        {
            var page = await client.ListObjectsV2Async(
                new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, StartAfter = after, RequestPayer = _payer }, cancellation);
            return (
                [.. (page.S3Objects ?? []).Select(static found => new S3Object(found.Key, found.Size ?? 0, found.ETag?.Trim('"') ?? ""))],
                page.IsTruncated == true);
        }, cancellation);

    /// <summary>Wraps what goes wrong while an answer's body arrives.</summary>
    internal S3RequestException Broken(string key, Exception e) => new(ReadPermission, Locate(key), e);

    public void Dispose()
    {
        if (_connection.IsValueCreated)
            _connection.Value.Dispose();
    }

    private async Task<T> CallAsync<T>(string permission, string key, Func<IAmazonS3, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await _connection.Value.CallAsync(call);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new S3RequestException(permission, Locate(key), new TimeoutException("no answer in time", e));
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
        {
            throw new S3RequestException(permission, Locate(key), e);
        }
    }
}
