namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>The right to read a fetched file; it is kept on disk at least until this is disposed.</summary>
/// <param name="copy">The file.</param>
/// <param name="release">Gives the right back.</param>
internal sealed class S3CopyLease(S3Copy copy, Action release) : IDisposable
{
    /// <summary>Opens the whole file.</summary>
    internal FileStream Open() => copy.Open();

    public void Dispose() => release();
}
