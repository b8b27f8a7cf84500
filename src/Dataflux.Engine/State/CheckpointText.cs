using System.Text.Json;

namespace Dataflux.Engine.State;

/// <summary>The checkpoint as JSON.</summary>
internal static class CheckpointText
{
    internal static byte[] Format(Checkpoint checkpoint) =>
        JsonSerializer.SerializeToUtf8Bytes(checkpoint, CheckpointJson.Default.Checkpoint);

    internal static byte[] Format(DonePart part) => JsonSerializer.SerializeToUtf8Bytes(part, CheckpointJson.Default.DonePart);

    /// <exception cref="StateException">The text is damaged or of a newer version.</exception>
    internal static Checkpoint Parse(byte[] content, string where) => Guarded(where, () =>
    {
        using var json = JsonDocument.Parse(content);
        var version = json.RootElement.GetProperty("version").GetInt32();
        return version == Checkpoint.CurrentVersion
            ? Checked(JsonSerializer.Deserialize(content, CheckpointJson.Default.Checkpoint)!)
            : throw new StateException(
                $"{where} has version {version}, this dataflux reads version {Checkpoint.CurrentVersion}; "
                + "use the dataflux that wrote it, or start over with 'dataflux reset'");
    });

    /// <exception cref="StateException">The text is damaged.</exception>
    internal static DonePart ParsePart(byte[] content, string where) =>
        Guarded(where, () => Checked(JsonSerializer.Deserialize(content, CheckpointJson.Default.DonePart)!));

    internal static StateException Damaged(string where, string how, Exception? inner = null) =>
        new($"{where} is damaged ({how}); restore it, or start over with 'dataflux reset'", inner);

    private static T Guarded<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Damaged(where, e.Message, e);
        }
    }

    private static Checkpoint Checked(Checkpoint read)
    {
        if (read.RejectsLength < 0 || read.Target is { Tables: null } or { Volatile: null }
             || read.ExportId is null || read.Parts is null
            || read.Partitions is { Counts: null } or { Count: < 2 } or { Done: < 0 } or { Marks.Writers.IsDefault: true }
                || read.Partitions?.Done > read.Partitions?.Count)
        {
            throw new JsonException("a value is missing or impossible");
        }

        foreach (var part in read.Parts.Values)
            Checked(part);

        return read;
    }

    private static DonePart Checked(DonePart? part) =>
        part is { Fingerprint: not null, Counts: not null } and not ({ Marks.Writers.IsDefault: true } or { Coverage.Unread: null })
            ? part
            : throw new JsonException("a value is missing or impossible");
}
