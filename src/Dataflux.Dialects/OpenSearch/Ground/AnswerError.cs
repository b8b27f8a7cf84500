using System.Text.Json;

namespace Dataflux.Dialects.OpenSearch.Ground;

/// <summary>What OpenSearch, or what is before it, says of a request or of one document of it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">OpenSearch's name for the error; <see langword="null"/>: the answer has none, as those of proxies.</param>
/// <param name="Reason">The reason, for people.</param>
internal sealed record AnswerError(int Status, string? Type, string Reason)
{
    private const int LongestReason = 1000;

    /// <summary>The error's name, else its status.</summary>
    internal string Code => Type ?? $"HTTP {Status}";

    /// <summary>Reads the body of an answer, whatever it is.</summary>
    internal static AnswerError Parse(int status, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root)
            {
                if (root.TryGetProperty("error", out var error))
                    return From(status, error);

                foreach (var name in new[] { "message", "Message" }) // AWS's own
                {
                    if (root.TryGetProperty(name, out var message))
                        return new(status, null, Cut(TextOf(message)));
                }
            }
        }
        catch (JsonException)
        {
        }

        return new(status, null, $"HTTP {status}");
    }

    /// <summary>Reads an <c>error</c>: the cause at its end is what a person can do something about.</summary>
    internal static AnswerError From(int status, JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
            return new(status, null, Cut(TextOf(error)));

        var type = error.TryGetProperty("type", out var given) ? given.GetString() : null;
        var reason = error.TryGetProperty("reason", out var text) ? TextOf(text) : type ?? $"HTTP {status}";
        for (var cause = error; cause.TryGetProperty("caused_by", out cause) && cause.ValueKind == JsonValueKind.Object;)
        {
            if (cause.TryGetProperty("reason", out var inner) && TextOf(inner) is { Length: > 0 } more)
                reason += $": {more}";
        }

        return new(status, type, Cut(reason));
    }

    private static string TextOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();

    private static string Cut(string reason) => reason.Length <= LongestReason ? reason : reason[..LongestReason] + "…";
}
