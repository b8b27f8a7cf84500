using System.Text.Json;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Runs;

/// <summary>Numbered runs as JSON.</summary>
internal static class RunText
{
    internal static byte[] Format(RunRecord run) => JsonSerializer.SerializeToUtf8Bytes(run, RunRecordJson.Default.RunRecord);

    internal static byte[] Format(IReadOnlyList<RunRecord> runs) =>
        JsonSerializer.SerializeToUtf8Bytes(runs, RunRecordJson.Default.IReadOnlyListRunRecord);

    /// <exception cref="StateException">The text is damaged.</exception>
    internal static RunRecord Parse(byte[] content, string where) =>
        Guarded(where, () => JsonSerializer.Deserialize(content, RunRecordJson.Default.RunRecord)!);

    /// <exception cref="StateException">The text is damaged.</exception>
    internal static IReadOnlyList<RunRecord> ParseAll(byte[] content, string where) =>
        Guarded(where, () => JsonSerializer.Deserialize(content, RunRecordJson.Default.IReadOnlyListRunRecord)!);

    private static T Guarded<T>(string where, Func<T> read)
    {
        try
        {
            return read() ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new StateException(
                $"{where}, which holds the numbers of runs, is damaged ({e.Message}); restore it, or move it away, and numbers begin at 1",
                e);
        }
    }
}
