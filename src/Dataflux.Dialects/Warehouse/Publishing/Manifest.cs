using System.Text.Json;

namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>What the target shows: the files of all tables. What it does not name is not there.</summary>
internal sealed record Manifest
{
    /// <summary>Its name below the target's place.</summary>
    internal const string FileName = "_manifest.json";

    /// <summary>The format of the file.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The migration that writes here.</summary>
    public required string Migration { get; init; }

    /// <summary>How rows are written.</summary>
    public required string Format { get; init; }

    /// <summary>The tables, by name.</summary>
    public required IReadOnlyList<ManifestTable> Tables { get; init; }

    /// <summary>Writes it.</summary>
    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.Manifest);

    /// <summary>Reads it.</summary>
    internal static Manifest Parse(byte[] content) => JsonSerializer.Deserialize(content, ManifestJson.Default.Manifest)!;
}
