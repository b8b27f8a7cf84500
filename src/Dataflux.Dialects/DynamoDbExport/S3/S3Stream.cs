using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Dataflux.Engine;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>
/// Reads data files while they arrive, without a copy on disk. A file's MD5 is known only at its end, after its items were
/// handed out: then a wrong one is an error and the file is not done.
/// </summary>
internal sealed class S3Stream(S3Store store, S3Options options, TimeProvider time)
{
    private const int BytesAhead = 8 * 1024 * 1024;
    private static readonly PipeOptions Bounded = new(pauseWriterThreshold: BytesAhead, resumeWriterThreshold: BytesAhead / 2);

    /// <summary>Reads a file's items.</summary>
    /// <param name="file">The file.</param>
    /// <param name="etag">The ETag it must have, quoted; <see langword="null"/> for any.</param>
    /// <param name="seen">Is told the ETag, once it is known.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="SourceException">The object was replaced since its ETag was taken, or is not what the manifest says.</exception>
    internal async IAsyncEnumerable<ItemBlock> ReadAsync(
        S3DataFile file, string? etag, Action<string> seen, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pipe = new Pipe(Bounded);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var transfer = TransferAsync(file, etag, seen, pipe.Writer, stop.Token);
        try
        {
            var head = await pipe.Reader.ReadAtLeastAsync(DataFile.HeadLength, cancellation);
            var data = new DataFile(file.File, store.Locate(file.Key));
            var gzip = data.IsGzip(head.Buffer.Slice(0, Math.Min(DataFile.HeadLength, head.Buffer.Length)).ToArray());
            pipe.Reader.AdvanceTo(head.Buffer.Start);

            // Decompression pulls bytes synchronously and waits in the pipe when the network is slower: this thread does nothing else.
            await using var bytes = pipe.Reader.AsStream(leaveOpen: true);
            foreach (var block in data.Blocks(bytes, gzip, cancellation))
            {
                yield return block;
            }

            await pipe.Reader.CopyToAsync(Stream.Null, cancellation); // the MD5 is of all bytes, even such as follow the gzip data
            if (await transfer is { } md5 && file.File.Md5 is { } expected && md5 != expected)
            {
                throw new SourceException($"{store.Locate(file.Key)}: the MD5 is {md5}, but the manifest says {expected}: damaged, replaced, "
                    + "or of another export; its items were processed, but the file is not done: run again, without 'stream'");
            }
        }
        finally
        {
            await stop.CancelAsync();
            await pipe.Reader.CompleteAsync();
            await transfer;
        }
    }

    /// <summary>Puts the object into the pipe; whatever goes wrong ends the pipe, so that its reader meets it.</summary>
    /// <returns>The MD5; <see langword="null"/> when not everything was transferred.</returns>
    private async Task<string?> TransferAsync(
        S3DataFile file, string? etag, Action<string> seen, PipeWriter writer, CancellationToken cancellation)
    {
        using var transfer = new S3Transfer(store, file.Key, options, time, etag);
        try
        {
            await using var sink = writer.AsStream(leaveOpen: true);
            await transfer.CopyAsync(sink, cancellation);
            await writer.CompleteAsync();
            return transfer.TakeMd5();
        }
        catch (S3ChangedException e)
        {
            await writer.CompleteAsync(new SourceException(e.Message, e));
        }
        catch (Exception e) when (e is S3RequestException or SourceException or OperationCanceledException)
        {
            await writer.CompleteAsync(e);
        }
        finally
        {
            if (transfer.ETag is { } known)
            {
                seen(known);
            }
        }

        return null;
    }
}
