using System.Buffers;
using System.Text.Json;

namespace Dataflux.Profiles.Fields;

/// <summary>
/// A writer with its buffer, kept by each thread from document to document: a document then costs its own bytes only, where
/// a new buffer would be several times as large and live as long as the document. Documents lie side by side, see <see cref="TextPage"/>.
/// </summary>
internal sealed class JsonScratch(JsonWriterOptions options)
{
    private const int KeptBytes = 256 * 1024;

    [ThreadStatic]
    private static JsonScratch? t_kept;

    private ArrayBufferWriter<byte> Buffer { get; } = new(1024);

    internal Utf8JsonWriter Writer => field ??= new Utf8JsonWriter(Buffer, options);

    /// <summary>Takes the thread's scratch, or a new one while it is taken: documents may be written inside documents.</summary>
    internal static JsonScratch Take(JsonWriterOptions options)
    {
        var scratch = t_kept ?? new JsonScratch(options);
        t_kept = null;
        return scratch;
    }

    /// <summary>The document, in memory that nothing else writes to; empty unless one whole value was written.</summary>
    internal ReadOnlyMemory<byte> Document()
    {
        Writer.Flush();
        return Writer.CurrentDepth == 0 ? TextPage.Keep(Buffer.WrittenSpan) : default(ReadOnlyMemory<byte>);
    }

    /// <summary>Gives the scratch back; one whose document threw is given back too, because nothing of it stays.</summary>
    internal void GiveBack()
    {
        if (Buffer.Capacity > KeptBytes)
            return;

        Buffer.ResetWrittenCount();
        Writer.Reset();
        t_kept = this;
    }
}
