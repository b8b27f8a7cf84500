using System.Text.Json;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>What is said beside the files of a table: whose they are, and, when all of them are there, which.</summary>
internal sealed record ImportManifest
{
    /// <summary>Its name; it is not among the files, since an import reads everything that is.</summary>
    internal const string FileName = "manifest.json";

    /// <summary>The format of the file.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The migration that writes here.</summary>
    public required string Migration { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>Whether all files are there.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>How many items all files have; each has a key of its own.</summary>
    public long Items { get; init; }

    /// <summary>Changes that are in no file: a later one of the same key took their place, or deleted the item.</summary>
    public long Superseded { get; init; }

    /// <summary>The files, in their order.</summary>
    public IReadOnlyList<MadeFile> Files { get; init; } = [];

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ImportJson.Default.ImportManifest);

    /// <summary>Reads it; <see langword="null"/>: it is none.</summary>
    internal static ImportManifest? Parse(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, ImportJson.Default.ImportManifest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
