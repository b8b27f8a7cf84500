using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Amazon.S3.Model;
using Dataflux.Engine.Ground;

#pragma warning disable CA5351 // MD5 is what stores compare what arrives with; it guards against damage here, not against forgery.

namespace Dataflux.Dialects.Aws.S3;

/// <summary>
/// Brings files into a bucket: an object is there as a whole, or not at all. One that is large is written in parts, which are taken back if
/// it cannot be completed; those of a process that was killed are taken back by the next one. Used by one task at a time.
/// </summary>
/// <param name="store">The bucket.</param>
/// <param name="notes">The file that says which object is being written in parts; its folder is made.</param>
/// <param name="partBytes">How large a part is; a file that is no larger is written at once.</param>
internal sealed class S3Upload(S3Store store, string notes, int partBytes = S3Upload.UsualPartBytes)
{
    /// <summary>Of so many bytes a part arrives in time on a slow line, and 10,000 of them, the most there may be, are 160 GB.</summary>
    internal const int UsualPartBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan PatienceAtEnd = TimeSpan.FromSeconds(10);

    /// <summary>Brings a file.</summary>
    /// <param name="file">The file on disk.</param>
    /// <param name="key">The key of the object.</param>
    /// <param name="cancellation">Stops the requests.</param>
    /// <exception cref="S3RequestException">A request failed; nothing of the file is in the bucket.</exception>
    internal async Task BringAsync(string file, string key, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
        if (stream.Length <= partBytes)
        {
            var content = new byte[stream.Length];
            await stream.ReadExactlyAsync(content, cancellation);
            await store.PutAsync(key, content, cancellation);
            return;
        }

        var upload = await store.WriteAsync(
            key, (client, bucket) => client.InitiateMultipartUploadAsync(bucket, key, cancellation), cancellation);
        Note(key, upload.UploadId);
        try
        {
            var parts = await BringPartsAsync(stream, key, upload.UploadId, cancellation);
            await store.WriteAsync(
                key,
                (client, bucket) => client.CompleteMultipartUploadAsync(
                    new() { BucketName = bucket, Key = key, UploadId = upload.UploadId, PartETags = parts }, cancellation),
                cancellation);
        }
        catch
        {
            await TakeBackAsync(key, upload.UploadId);
            throw;
        }

        File.Delete(notes);
    }

    /// <summary>Takes back what a process that was killed left of an object.</summary>
    internal async Task TakeBackAsync()
    {
        if (File.Exists(notes) && await File.ReadAllLinesAsync(notes) is [var key, var upload])
            await TakeBackAsync(key, upload);
    }

    private async Task<List<PartETag>> BringPartsAsync(FileStream stream, string key, string upload, CancellationToken cancellation)
    {
        var parts = new List<PartETag>();
        var buffer = new byte[partBytes];
        while (stream.Position < stream.Length)
        {
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            var number = parts.Count + 1;
            var written = await store.WriteAsync(
                key,
                async (client, bucket) =>
                {
                    using var content = new MemoryStream(buffer, 0, length, writable: false);
                    return await client.UploadPartAsync(
                        new()
                        {
                            BucketName = bucket,
                            Key = key,
                            UploadId = upload,
                            PartNumber = number,
                            PartSize = length,
                            InputStream = content,
                            MD5Digest = Convert.ToBase64String(MD5.HashData(buffer.AsSpan(0, length))),
                            UseChunkEncoding = false,
                        },
                        cancellation);
                },
                cancellation);
            parts.Add(new(number, written.ETag));
        }

        return parts;
    }

    // A store that does not know how, or is away, keeps parts that nobody sees; a rule of the bucket's lifecycle deletes them.
    [SuppressMessage("Design", "CA1031", Justification = "what made the upload fail is what counts")]
    private async Task TakeBackAsync(string key, string upload)
    {
        using var patience = new CancellationTokenSource(PatienceAtEnd);
        try
        {
            await store.WriteAsync(
                key, (client, bucket) => client.AbortMultipartUploadAsync(bucket, key, upload, patience.Token), patience.Token);
        }
        catch (Exception)
        {
            // Nothing of the object is shown, whatever became of its parts.
        }

        File.Delete(notes);
    }

    private void Note(string key, string upload)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(notes)!);
        PrivateFile.Replace(notes, System.Text.Encoding.UTF8.GetBytes($"{key}\n{upload}\n"));
    }
}
