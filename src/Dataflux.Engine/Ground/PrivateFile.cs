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
    /// <param name="temporary">
    /// The new content's name until it is complete, on the same disk; processes that may write the file at the same time each have
    /// their own, and the last one wins. <see langword="null"/>: the file's name with <c>.new</c>.
    /// </param>
    public static void Replace(string path, ReadOnlySpan<byte> content, string? killPoint = null, string? temporary = null)
    {
        temporary ??= path + ".new";
        try
        {
            using (var stream = Create(temporary))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            if (killPoint is not null)
                KillPoint.At(killPoint);

            Name(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The same with a text, in UTF-8.</summary>
    public static void Replace(string path, string text) => Replace(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Gives a file that is complete and on disk its name, in the place of the one that has it, and flushes that, too.</summary>
    public static void Name(string complete, string path)
    {
        File.Move(complete, path, overwrite: true);
        FolderSync.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>
    /// Opens a file at its end, for lines that several processes add: what is written at once stays together. Others may rename it.
    /// </summary>
    public static FileStream OpenToAppend(string path) =>
        Open(path, FileMode.Append, FileShare.ReadWrite | FileShare.Delete, FileAccess.Write, bufferSize: 0);

    /// <summary>Opens a file that no other process can open the same way until this one closes it or ends.</summary>
    public static FileStream OpenAlone(string path, FileMode mode = FileMode.OpenOrCreate) => Open(path, mode, FileShare.None);

    private static FileStream Open(
        string path, FileMode mode, FileShare share = FileShare.Read, FileAccess access = FileAccess.ReadWrite, int bufferSize = 4096)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = bufferSize };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
            options.UnixCreateMode = OwnerOnly;

        return new FileStream(path, options);
    }
}
