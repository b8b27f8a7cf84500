using System.Text;
using System.Text.Json;
using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Rejects;

/// <summary>Reads <c>rejects.ndjson</c>, one reject at a time.</summary>
public static class RejectReader
{
    /// <summary>All rejects of a migration, in their order; none when there is no reject file.</summary>
    /// <param name="stateFolder">The migration's state folder.</param>
    /// <exception cref="StateException">The file is damaged or cannot be read.</exception>
    public static IEnumerable<StoredReject> ReadAll(string stateFolder)
    {
        var path = StateFolder.Rejects(stateFolder);
        return File.Exists(path) ? Read(path, long.MaxValue) : [];
    }

    /// <summary>
    /// The rejects in a length from a place on; a last line without its end, which a crash or a running process leaves, is not one.
    /// </summary>
    internal static IEnumerable<StoredReject> Read(string path, long length, long start = 0)
    {
        if (length == 0)
            yield break;

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = start;
        using var line = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var number = 1;
        int read;
        while ((read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, length))) > 0)
        {
            length -= read;
            var begin = 0;
            int end;
            while ((end = Array.IndexOf(buffer, (byte)'\n', begin, read - begin)) >= 0)
            {
                line.Write(buffer, begin, end + 1 - begin);
                begin = end + 1;
                yield return Parse(line.ToArray(), path, number++);
                line.SetLength(0);
            }

            line.Write(buffer, begin, read - begin);
        }
    }

    internal static StoredReject Parse(byte[] line, string path, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var error = root.GetProperty("error");
            var reject = new Reject
            {
                Part = root.GetProperty("file").GetString()!,
                Lines = [.. root.GetProperty("lines").EnumerateArray().Select(value => value.GetInt64())],
                Stage = root.GetProperty("stage").GetString()!,
                Error = new RejectError(error.GetProperty("message").GetString()!)
                {
                    Code = Optional(error, "code"),
                    Detail = Enum.TryParse<FailureDetail>(Optional(error, RejectLine.Detail), ignoreCase: true, out var detail)
                        ? detail
                        : FailureDetail.None,
                    Column = Optional(error, "column"),
                    Constraint = Optional(error, "constraint"),
                    Table = Optional(error, "table"),
                },
                Key = Optional(root, "key"),
                WaitingKeys = root.TryGetProperty(RejectLine.WaitingKeys, out var keys)
                    ? [.. keys.EnumerateArray().Select(value => value.GetUInt64())]
                    : null,
            };
            return new StoredReject(reject, [.. root.GetProperty("items").EnumerateArray().Select(Original)], line);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StateException(
                $"{path}({number}): is no reject of dataflux ({e.Message}); restore the file, or start over with 'dataflux reset'", e);
        }
    }

    private static string? Optional(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;

    // The counterpart of RejectLine: a well-formed item stands there as it was, a malformed one as text or as base64.
    private static ReadOnlyMemory<byte> Original(JsonElement item) =>
        item.TryGetProperty("malformed", out var text) && text.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(text.GetString()!)
        : item.TryGetProperty("malformedBase64", out var bytes) && bytes.ValueKind == JsonValueKind.String ? bytes.GetBytesFromBase64()
        : Encoding.UTF8.GetBytes(item.GetRawText());
}
