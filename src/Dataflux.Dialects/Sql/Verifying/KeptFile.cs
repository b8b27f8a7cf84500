using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>Opens files to which a comparison only adds: what came after the last time that all of them were kept is cut off.</summary>
internal static class KeptFile
{
    /// <summary>Opens one at its end; the folder is private.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Its length when it was kept; 0: it begins.</param>
    /// <exception cref="ComparisonChangedException">It is shorter.</exception>
    internal static FileStream Open(string path, long length)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 128 * 1024);
        if (stream.Length < length)
        {
            stream.Dispose();
            throw new ComparisonChangedException("what was found is damaged");
        }

        stream.SetLength(length);
        stream.Position = length;
        return stream;
    }

    /// <summary>Reads what says how much of each counts.</summary>
    /// <exception cref="ComparisonChangedException">It is not there, or damaged.</exception>
    internal static StoredComparison Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), StoredComparisonJson.Default.StoredComparison)
                ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new ComparisonChangedException($"what was found cannot be read ({e.Message})");
        }
    }
}
