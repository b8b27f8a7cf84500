using Dataflux.Dialects.Aws.S3;

namespace Dataflux.Dialects.Warehouse.Stores;

/// <summary>A prefix in a bucket. An object is there as a whole or not at all, and is replaced at one moment.</summary>
/// <param name="store">The bucket; owned by this.</param>
/// <param name="upload">Brings files into it.</param>
/// <param name="prefix">The prefix, without slashes at its ends; empty: the whole bucket.</param>
internal sealed class BucketStore(S3Store store, S3Upload upload, string prefix) : IFileStore
{
    private bool _begun;

    public string Location => store.Locate(prefix);

    public string UrlOf(string name) => store.Locate(KeyOf(name));

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellation) => store.TryReadAsync(KeyOf(name), cancellation);

    public Task PutAsync(string name, byte[] content, CancellationToken cancellation) =>
        store.PutAsync(KeyOf(name), content, cancellation);

    public async Task BringAsync(string file, string name, CancellationToken cancellation)
    {
        if (!_begun)
            await upload.TakeBackAsync();

        _begun = true;
        if (await store.LengthAsync(KeyOf(name), cancellation) != new FileInfo(file).Length)
            await upload.BringAsync(file, KeyOf(name), cancellation);
    }

    public Task DeleteAsync(string name, CancellationToken cancellation) => store.DeleteAsync(KeyOf(name), cancellation);

    public void Dispose() => store.Dispose();

    private string KeyOf(string name) => prefix.Length == 0 ? name : $"{prefix}/{name}";
}
