using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3.Model;
using Dataflux.Dialects.Aws.S3;
using Dataflux.Engine.Ground;

#pragma warning disable CA5351 // MD5 is what AWS writes into its manifests; it guards against damage here, not against forgery.

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>
/// Brings one object's bytes here, from where the last attempt broke off: by range, and only as long as the object is the
/// same. Used by one task at a time.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="key">The object.</param>
/// <param name="options">The options.</param>
/// <param name="time">Measures how long nothing arrives.</param>
/// <param name="etag">The ETag that the object must have, quoted; <see langword="null"/> for the one it has at the first request.</param>
internal sealed class S3Transfer(S3Store store, string key, S3Options options, TimeProvider time, string? etag = null) : IDisposable
{
    private const int BufferSize = 128 * 1024;

    /// <summary>An attempt that brought so much is followed by the next one at once; with less the engine waits first.</summary>
    private const int WorthContinuing = 64 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private long? _length;

    /// <summary>The object's ETag, quoted, once it is known.</summary>
    internal string? ETag { get; private set; } = etag;

    /// <summary>How many bytes were handed over.</summary>
    internal long Received { get; private set; }

    /// <summary>Whether all bytes were handed over.</summary>
    internal bool IsWhole => Received == _length;

    /// <summary>Whether the bytes are not those that the object's ETag promises.</summary>
    internal bool IsDamaged { get; private set; }

    /// <summary>Hands over the bytes that are missing; after a failure it may be called again and goes on.</summary>
    /// <param name="sink">
    /// Takes the bytes from <see cref="Received"/> on; what it throws is thrown as <see cref="SourceException"/>.
    /// </param>
    /// <param name="cancellation">Stops the transfer.</param>
    /// <exception cref="S3RequestException">The connection broke, or the store refused.</exception>
    /// <exception cref="S3ChangedException">The object is not the one any more of which bytes were handed over.</exception>
    internal async Task CopyAsync(Stream sink, CancellationToken cancellation)
    {
        while (!IsWhole)
        {
            var before = Received;
            try
            {
                await CopyOnceAsync(sink, cancellation);
            }
            catch (AmazonClientException) when (IsWhole)
            {
                // The SDK compares the bytes with the ETag when it lets go of them. The manifest's MD5 is the better judge, where there is
                // one.
                IsDamaged = true;
            }
            catch (S3RequestException e) when (
                Received - before >= WorthContinuing && S3Answers.IsTransient(e))
            {
                // It moves: the next attempt begins where this one ended, and the engine need not know.
            }
        }
    }

    /// <summary>Judges all bytes; may be asked once, when the object is whole.</summary>
    /// <param name="expected">Base64 of their MD5 by the manifest; <see langword="null"/> when it has none.</param>
    /// <returns>What is wrong; <see langword="null"/> when they are right.</returns>
    internal string? Verify(string? expected)
    {
        var md5 = Convert.ToBase64String(_hash.GetHashAndReset());
        if (expected is null)
            return IsDamaged ? $"the bytes that arrived are not those of its ETag {ETag}" : null;

        return md5 == expected ? null : $"the MD5 is {md5}, but the manifest says {expected}: damaged, replaced, or of another export";
    }

    public void Dispose() => _hash.Dispose();

    private async Task CopyOnceAsync(Stream sink, CancellationToken cancellation)
    {
        using var response = await store.OpenAsync(key, ETag, Received, cancellation);
        var skip = Begin(response);
        var buffer = new byte[BufferSize];
        while (!IsWhole)
        {
            var read = await ReadAsync(response.ResponseStream, buffer, cancellation);
            if (read == 0)
                throw store.Broken(key, new IOException($"the connection ended after {Received} of {_length} bytes"));

            var skipped = (int)Math.Min(skip, read);
            skip -= skipped;
            var bytes = buffer.AsMemory(skipped, (int)Math.Min(read - skipped, _length!.Value - Received));
            await WriteAsync(sink, bytes, cancellation);
            _hash.AppendData(bytes.Span);
            Received += bytes.Length;
        }
    }

    /// <summary>Compares the answer with what is here already.</summary>
    /// <returns>How many bytes of it are here: a store need not know ranges.</returns>
    private long Begin(GetObjectResponse response)
    {
        var skip = response.ContentRange is { Length: > 0 } ? 0 : Received;
        var length = response.ContentLength + (Received - skip);
        if ((ETag is not null && response.ETag is not null && response.ETag != ETag) || (_length is not null && _length != length))
            throw new S3ChangedException(store.Locate(key));

        ETag = response.ETag;
        _length = length;
        return skip;
    }

    private async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        using var stall = new CancellationTokenSource(options.Stall, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellation);
        try
        {
            return await body.ReadAsync(buffer, both.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw store.Broken(key, new TimeoutException(
                $"nothing arrived for {options.Stall.TotalSeconds:0.#} s after {Received} of {_length} bytes", e));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw store.Broken(key, e);
        }
    }

    private static async ValueTask WriteAsync(Stream sink, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await sink.WriteAsync(bytes, cancellation);
        }
        catch (IOException e)
        {
            throw new SourceException(
                $"a file of the export cannot be kept for reading: {e.Message}; make room, set 'tempFolder' under 'source:', or set "
                + "'stream: true'", e);
        }
    }
}
