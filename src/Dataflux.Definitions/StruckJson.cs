using System.Buffers;
using System.Text;
using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Definitions;

/// <summary>
/// JSON without secrets: they are struck out of what its strings say. Names, numbers and punctuation stay: a password that is a name of the
/// document would damage it, and the name does not give the password away.
/// </summary>
internal static class StruckJson
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = 1000 };

    /// <summary>
    /// The text without secrets, which is still the same document; <see langword="null"/> when it is no JSON object or array, or several of
    /// them.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="strike">Strikes secrets out of a string.</param>
    internal static string? Of(string text, Func<string, string> strike)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..])
            return null;

        var json = Encoding.UTF8.GetBytes(text);
        var struck = new ArrayBufferWriter<byte>(json.Length);
        var copied = 0;
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.String || reader.GetString() is not { } said
                    || strike(said) is var left && left == said)
                {
                    continue;
                }

                struck.Write(json.AsSpan(copied, (int)reader.TokenStartIndex + 1 - copied));
                struck.Write(JsonEncodedText.Encode(left, PrintableJson.Encoder).EncodedUtf8Bytes);
                copied = (int)reader.BytesConsumed - 1;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // no JSON, or half of a surrogate pair in it
        }

        struck.Write(json.AsSpan(copied));
        return Encoding.UTF8.GetString(struck.WrittenSpan);
    }
}
