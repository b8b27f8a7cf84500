using System.Text.Json;

namespace Dataflux.Engine.State;

/// <summary><c>checkpoint.json</c>: read once, replaced atomically.</summary>
internal sealed class CheckpointFile(string path)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The checkpoint; <see langword="null"/> when there is none.</summary>
    /// <exception cref="StateException">The file is damaged or of a newer version.</exception>
    internal Checkpoint? Load()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var content = File.ReadAllBytes(path);
            var version = JsonDocument.Parse(content).RootElement.GetProperty("version").GetInt32();
            return version == Checkpoint.CurrentVersion
                ? Checked(JsonSerializer.Deserialize<Checkpoint>(content, Options)!)
                : throw new StateException(
                    $"{path} has version {version}, this dataflux reads version {Checkpoint.CurrentVersion}; "
                    + "use the dataflux that wrote it, or start over with 'dataflux reset'");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StateException($"{path} is damaged ({e.Message}); restore it, or start over with 'dataflux reset'", e);
        }
    }

    internal void Save(Checkpoint checkpoint) => PrivateFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(checkpoint, Options), KillPoint.InCheckpoint);

    private static Checkpoint Checked(Checkpoint read) =>
        read.RejectsLength >= 0 && read.ExportId is not null && read.Files is not null && read.Files.Values.All(file => file is { Fingerprint: not null, Counts: not null })
            ? read
            : throw new JsonException("a value is missing or impossible");
}
