namespace Dataflux.Dialects.Staging;

/// <summary>A folder for files that are being made; what a killed process left in it goes.</summary>
internal sealed class MakingFolder : IDisposable
{
    internal MakingFolder(string path)
    {
        Path = path;
        Dispose();
        Directory.CreateDirectory(path);
    }

    internal string Path { get; }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
