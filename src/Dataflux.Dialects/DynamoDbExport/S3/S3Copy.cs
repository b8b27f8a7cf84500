using Dataflux.Dialects.Aws.S3;
using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>
/// A data file fetched to this disk, or as much of it as has arrived: it survives broken connections, and nobody reads it
/// before it is whole and its MD5 is the manifest's.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="file">The file as its manifest describes it.</param>
/// <param name="key">Its object.</param>
/// <param name="path">Where it is kept; owned by this copy.</param>
/// <param name="options">The options.</param>
/// <param name="time">The clock.</param>
internal sealed class S3Copy(S3Store store, ManifestFile file, string key, string path, S3Options options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private S3Transfer _transfer = new(store, key, options, time);
    private bool _wrongBefore;
    private bool _verified;

    /// <summary>Fetches what is missing; does nothing when the file is here. After a failure it may be called again and goes on.</summary>
    /// <exception cref="SourceException">The object is not the one that the manifest describes, or the disk is full.</exception>
    /// <exception cref="S3RequestException">The connection broke, or the store refused.</exception>
    internal async Task CompleteAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            while (!_verified)
            {
                await FetchAsync(cancellation);
                Verify();
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Opens the whole file.</summary>
    internal FileStream Open() => new(path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });

    /// <summary>Deletes it; nobody may be reading or fetching it.</summary>
    public void Dispose()
    {
        _transfer.Dispose();
        _one.Dispose();
        File.Delete(path);
    }

    private async Task FetchAsync(CancellationToken cancellation)
    {
        try
        {
            await AppendAsync(cancellation);
        }
        catch (S3ChangedException)
        {
            // Nothing of the old object was used yet, so the new one may be the right one: its MD5 will tell.
            Restart();
            try
            {
                await AppendAsync(cancellation);
            }
            catch (S3ChangedException e)
            {
                throw new SourceException(e.Message, e);
            }
        }
    }

    private async Task AppendAsync(CancellationToken cancellation)
    {
        await using var sink = OpenSink();
        await _transfer.CopyAsync(sink, cancellation);
    }

    private FileStream OpenSink()
    {
        try
        {
            StateFolder.MakePrivateFile(path);
            var sink = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, BufferSize = 0 });
            sink.SetLength(_transfer.Received); // what a broken write left behind it is written again
            sink.Position = _transfer.Received;
            return sink;
        }
        catch (IOException e)
        {
            throw new SourceException(
                $"{path} cannot be written: {e.Message}; make room, set 'tempFolder' under 'source:', or set 'stream: true'", e);
        }
    }

    /// <summary>Bytes can be damaged on the way: that they are wrong is believed when a second transfer brings wrong ones too.</summary>
    private void Verify()
    {
        if (_transfer.Verify(file.Md5) is not { } problem)
        {
            _verified = true;
            return;
        }

        Restart();
        _wrongBefore = !_wrongBefore;
        if (!_wrongBefore)
            throw new SourceException($"{store.Locate(key)}: {problem}; copy the export again");
    }

    private void Restart()
    {
        _transfer.Dispose();
        _transfer = new S3Transfer(store, key, options, time);
    }
}
