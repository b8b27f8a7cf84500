using System.Text;

namespace Dataflux.Engine.Ground;

/// <summary>Makes files that only their owner can read: state and rejects hold people's data.</summary>
public static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates or truncates a file.</summary>
    public static FileStream Create(string path) => Open(path, FileMode.Create);

    /// <summary>Opens a file for reading and writing, creating it if it is not there.</summary>
    public static FileStream OpenOrCreate(string path) => Open(path, FileMode.OpenOrCreate);

    /// <summary>Replaces a file so that after a crash at any moment either the old or the new content is there, never a mixture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The new content.</param>
    /// <param name="killPoint">The crash tests' name for the moment before the replacement.</param>
    public static void Replace(string path, ReadOnlySpan<byte> content, string? killPoint = null)
    {
        var temporary = path + ".new";
        using (var stream = Create(temporary))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        if (killPoint is not null)
            KillPoint.At(killPoint);

        Name(temporary, path);
    }

    /// <summary>The same with a text, in UTF-8.</summary>
    public static void Replace(string path, string text) => Replace(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Gives a file that is complete and on disk its name, in the place of the one that has it, and flushes that, too.</summary>
    public static void Name(string complete, string path)
    {
        File.Move(complete, path, overwrite: true);
        FolderSync.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Opens a file that no other process can open the same way until this one closes it or ends.</summary>
    public static FileStream OpenAlone(string path, FileMode mode = FileMode.OpenOrCreate) => Open(path, mode, FileShare.None);

    private static FileStream Open(string path, FileMode mode, FileShare share = FileShare.Read)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
            options.UnixCreateMode = OwnerOnly;

        return new FileStream(path, options);
    }
}
