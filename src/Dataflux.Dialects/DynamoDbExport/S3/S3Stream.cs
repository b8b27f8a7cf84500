using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Dataflux.Dialects.Aws.S3;
using Dataflux.Engine.Ground;
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
                yield return block;

            await pipe.Reader.CopyToAsync(Stream.Null, cancellation); // the MD5 is of all bytes, even such as follow the gzip data
            if (await transfer is { } problem)
            {
                throw new SourceException($"{store.Locate(file.Key)}: {problem}; its items were processed, but the file is not done: "
                    + "copy the export again, or run again without 'stream'");
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
    /// <returns>What is wrong with the bytes; <see langword="null"/> when they are right, or when the pipe says what went wrong.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "the pipe's reader throws it again; without an end it would wait for ever")]
    private async Task<string?> TransferAsync(
        S3DataFile file, string? etag, Action<string> seen, PipeWriter writer, CancellationToken cancellation)
    {
        using var transfer = new S3Transfer(store, file.Key, options, time, etag);
        try
        {
            await using var sink = writer.AsStream(leaveOpen: true);
            await transfer.CopyAsync(sink, cancellation);
            await writer.CompleteAsync();
            return transfer.Verify(file.File.Md5);
        }
        catch (S3ChangedException e)
        {
            await writer.CompleteAsync(new SourceException(e.Message, e));
        }
        catch (Exception e)
        {
            await writer.CompleteAsync(e);
        }
        finally
        {
            if (transfer.ETag is { } known)
                seen(known);
        }

        return null;
    }
}
