using System.Text;

namespace Dataflux.Profiles;

/// <summary>
/// A JSON document as UTF-8 text, for <c>json</c> and <c>jsonb</c> columns: what a record should hold instead of a
/// string when the document is built in the profile, because it is written to the database without another conversion.
/// </summary>
public readonly struct Json
{
    private static readonly byte[] NullDocument = "null"u8.ToArray();
    private readonly ReadOnlyMemory<byte> _utf8;

    /// <summary>Takes a document that is already UTF-8 JSON; it is not checked again.</summary>
    /// <param name="utf8">The document.</param>
    public Json(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>The document's UTF-8 text.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8.IsEmpty ? NullDocument : _utf8;

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}
