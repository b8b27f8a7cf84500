using System.Security.Cryptography;
using System.Text.Json;
using Dataflux.Dialects.Warehouse.Stores;

namespace Dataflux.Dialects.Warehouse.Publishing;

/// <summary>
/// The files of a table as Redshift's COPY reads them: each must be there, and of Parquet it wants the size. Its name says what is in it.
/// </summary>
internal static class LoadList
{
    private const string Folder = "_manifests";

    /// <summary>Makes the list.</summary>
    /// <returns>Its name below the target's place, and its content.</returns>
    internal static (string Name, byte[] Content) Of(string table, IEnumerable<ManifestFile> files, IFileStore store)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("entries"u8);
            foreach (var file in files)
            {
                json.WriteStartObject();
                json.WriteString("url"u8, store.UrlOf(file.Path));
                json.WriteBoolean("mandatory"u8, true);
                json.WriteStartObject("meta"u8);
                json.WriteNumber("content_length"u8, file.ContentLength);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        var content = stream.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
        return ($"{Folder}/{Uri.EscapeDataString(table)}-{hash}.json", content);
    }
}
