using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>
/// A folder of this process's own for fetched files. It holds a locked file as long as its owner lives; folders whose owner
/// died are deleted by the next one that comes along.
/// </summary>
internal sealed class S3TempFolder : IDisposable
{
    private const string NamePrefix = "dataflux-fetched-";
    private const string LockName = "owner";
    private readonly string _folder;
    private readonly FileStream _lock;

    private readonly string? _parentMade;

    private S3TempFolder(string folder, FileStream held, string? parentMade) => (_folder, _lock, _parentMade) = (folder, held, parentMade);

    /// <summary>Makes the folder below another one and clears what dead owners left there.</summary>
    /// <exception cref="SourceException">It cannot be made.</exception>
    internal static S3TempFolder Create(string below)
    {
        try
        {
            var parentMade = Directory.Exists(below) ? null : below;
            StateFolder.MakePrivate(below);
            foreach (var left in Directory.EnumerateDirectories(below, NamePrefix + "*"))
                DeleteIfAbandoned(left);

            var folder = Path.Combine(below, NamePrefix + Guid.NewGuid().ToString("N"));
            StateFolder.MakePrivate(folder); // the export's items are nobody else's business
            StateFolder.MakePrivateFile(Path.Combine(folder, LockName));
            return new S3TempFolder(folder, Lock(folder), parentMade);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(
                $"{below}: no folder for fetched files can be made: {e.Message}; set 'tempFolder' under 'source:', or set 'stream: true'",
                e);
        }
    }

    /// <summary>A path for one file.</summary>
    internal string PathOf(int number) => Path.Combine(_folder, $"{number:D6}.part");

    public void Dispose()
    {
        _lock.Dispose();
        Delete(_folder);
        if (_parentMade is not null)
            Delete(_parentMade, recursive: false); // stays when somebody else is in it
    }

    private static void DeleteIfAbandoned(string folder)
    {
        try
        {
            // A folder without the locked file is one that is just being made.
            Lock(folder).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }

        Delete(folder);
    }

    private static FileStream Lock(string folder) =>
        new(Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    private static void Delete(string folder, bool recursive = true)
    {
        try
        {
            Directory.Delete(folder, recursive);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else deletes it too, or looks into it; what is left is cleared by the next run.
        }
    }
}
