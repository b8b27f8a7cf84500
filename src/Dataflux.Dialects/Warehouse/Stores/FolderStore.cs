using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Warehouse.Stores;

/// <summary>A folder.</summary>
/// <param name="folder">The folder, absolute; it is made.</param>
internal sealed class FolderStore(string folder) : IFileStore
{
    private const string Unfinished = ".new";

    public string Location => folder;

    public string UrlOf(string name) => PathOf(name);

    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellation)
    {
        var path = PathOf(name);
        return File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellation) : null;
    }

    public Task PutAsync(string name, byte[] content, CancellationToken cancellation)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Hidden(path);
        using (var stream = new FileStream(temporary, FileMode.Create))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        PrivateFile.Name(temporary, path);
        return Task.CompletedTask;
    }

    public async Task BringAsync(string file, string name, CancellationToken cancellation)
    {
        var path = PathOf(name);
        if (File.Exists(path) && new FileInfo(path).Length == new FileInfo(file).Length)
            return;

        // The folder may be on another disk: a file is copied beside its place, and only then gets its name.
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Hidden(path);
        await using (var from = File.OpenRead(file))
        await using (var to = new FileStream(temporary, FileMode.Create))
        {
            await from.CopyToAsync(to, cancellation);
            to.Flush(flushToDisk: true);
        }

        PrivateFile.Name(temporary, path);
    }

    public Task DeleteAsync(string name, CancellationToken cancellation)
    {
        var path = PathOf(name);
        if (File.Exists(path))
            File.Delete(path);

        // A folder of a partition without files would pass for an empty partition.
        for (var above = Path.GetDirectoryName(path)!; above.Length > folder.Length; above = Path.GetDirectoryName(above)!)
        {
            if (!Directory.Exists(above) || Directory.EnumerateFileSystemEntries(above).Any())
                break;

            Directory.Delete(above);
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }

    // What begins with an underscore is seen by no warehouse.
    private static string Hidden(string path) => Path.Combine(Path.GetDirectoryName(path)!, "_" + Path.GetFileName(path) + Unfinished);

    private string PathOf(string name) => Path.Combine([folder, .. name.Split('/')]);
}
