using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;

namespace Dataflux.IntegrationTests.Warehouse;

/// <summary>A folder with migrations into files.</summary>
internal static class FilesWorkspace
{
    private const string Columns =
        "id, uuid, path, image_type, description_i18n, agency_id, focal_point_x, focal_point_y, width, height, crops, taxonomy, type, "
        + "created_by, epoch_us(created_at::timestamptz), epoch_us(updated_at::timestamptz), variants";

    /// <summary>Writes the pictures migration with files as its target: the shipped script up to what it asks of a database.</summary>
    internal static string WritePictures(Workspace workspace, string format)
    {
        var script = File.ReadAllText(workspace.Profile);
        var end = script.IndexOf("Task<int> upsert(ISqlTarget", StringComparison.Ordinal);
        Assert.True(end > 0, "the script has no upsert any more");
        File.WriteAllText(Path.Combine(workspace.Folder, "migrations", "files.csx"), script[..end]);
        File.WriteAllText(
            Path.Combine(workspace.Folder, "migrations", "files.yaml"),
            $$"""
            name: files
            profile: files.csx
            source: { type: local-dynamodb, path: "${PICTURES_EXPORT}" }
            target: { type: files, format: {{format}}, path: ../lake }
            group: { scope: export }
            options: { maxId: 20000000 }
            """);
        return Path.Combine(workspace.Folder, "lake");
    }

    /// <summary>The table that pictures must be, where all items of a picture are seen at once.</summary>
    internal static string ExpectedPictures(string export)
    {
        var (files, time) = ExportLines.Read(export);
        return PictureDump.Text(Pictures.ExpectedPictures.Table([[.. files.SelectMany(static file => file)]], 20_000_000, time).Values);
    }

    /// <summary>The pictures in files as text, in the form of <see cref="ExpectedPictures"/>.</summary>
    internal static string DumpPictures(string lake)
    {
        var text = new StringBuilder();
        foreach (var row in DuckDb.Rows($"select {Columns} from {DuckDb.Latest(DuckDb.Table(lake, "picture")!, "id")} order by id::bigint"))
        {
            foreach (var json in (int[])[4, 10, 11, 16])
                row[json] = CanonicalJson.Of(row[json]!);

            foreach (var time in (int[])[14, 15])
                row[time] = PictureDump.Time(DateTimeOffset.UnixEpoch.AddTicks(10 * long.Parse(row[time]!, CultureInfo.InvariantCulture)));

            text.Append(PictureDump.Line(row)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The files of a folder with hashes of their content.</summary>
    internal static string HashesOf(string folder) => string.Join('\n', Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => $"{Path.GetRelativePath(folder, path)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}"));

    /// <summary>The files that a manifest names.</summary>
    internal static IReadOnlyList<JsonNode> FilesOf(string folder, string? table = null) =>
    [
        .. JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "_manifest.json")))!["tables"]!.AsArray()
            .Where(one => table is null || (string)one!["name"]! == table)
            .SelectMany(static one => one!["files"]!.AsArray()).Select(static file => file!),
    ];
}
