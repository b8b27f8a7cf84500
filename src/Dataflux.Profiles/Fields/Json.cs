using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dataflux.Profiles.Fields;

namespace Dataflux.Profiles;

/// <summary>
/// A JSON document as UTF-8 text, for <c>json</c> and <c>jsonb</c> columns: what a record should hold instead of a
/// string when the document is built in the profile, because it is written to the database without another conversion.
/// </summary>
[JsonConverter(typeof(JsonJsonConverter))]
public readonly struct Json
{
    private const int MaxDepth = 512;
    private static readonly byte[] NullDocument = "null"u8.ToArray();

    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = DocumentEncoder.Instance,
        MaxDepth = MaxDepth,
    };

    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = DocumentEncoder.Instance, MaxDepth = MaxDepth };
    private readonly ReadOnlyMemory<byte> _utf8;

    /// <summary>Takes a document that is already UTF-8 JSON; it is not checked again.</summary>
    /// <param name="utf8">The document.</param>
    public Json(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>The document's UTF-8 text; <c>null</c> for a document made by <see langword="default"/>.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8.IsEmpty ? NullDocument : _utf8;

    /// <summary>
    /// Writes a value as JSON by <see cref="JsonSerializer"/>: properties keep the names they have in C#. <see cref="Item"/>,
    /// <see cref="Value"/>, <see cref="Number"/> and <see cref="Json"/> inside it become plain JSON.
    /// </summary>
    /// <typeparam name="T">The value's type; anonymous types and dictionaries are fine.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>The document.</returns>
    public static Json Serialize<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, Options));

    /// <summary>Writes a document by hand: the fastest way to build one.</summary>
    /// <param name="write">Writes exactly one JSON value.</param>
    /// <returns>The document.</returns>
    /// <exception cref="InvalidOperationException">Nothing or only a part of a value was written.</exception>
    public static Json Write(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var scratch = JsonScratch.Take(WriterOptions);
        try
        {
            write(scratch.Writer);
            var document = scratch.Document();
            return document.Length > 0
                ? new Json(document)
                : throw new InvalidOperationException("Json.Write: expected one whole JSON value, found an unfinished or empty one");
        }
        finally
        {
            scratch.GiveBack();
        }
    }

    /// <summary>Takes a document from text, after checking that it is JSON.</summary>
    /// <param name="text">The JSON text; kept as it is.</param>
    /// <returns>The document.</returns>
    /// <exception cref="FormatException">The text is not JSON; the message says where.</exception>
    public static Json Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var utf8 = Encoding.UTF8.GetBytes(text);
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
                // Reading to the end is the check.
            }
        }
        catch (JsonException e)
        {
            throw new FormatException($"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: expected JSON: {e.Message}", e);
        }

        return new Json(utf8);
    }

    /// <summary>The document's text.</summary>
    /// <returns>The JSON text.</returns>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}
