using System.Text;

namespace Dataflux.Composing.Terminal;

/// <summary>Falls silent when nobody reads any more: a migration must not fail because its output was piped into <c>head</c>.</summary>
/// <param name="inner">The writer; not disposed.</param>
internal sealed class ForgivingWriter(TextWriter inner) : TextWriter
{
    private volatile bool _closed;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        if (_closed)
            return;

        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            _closed = true;
        }
    }
}
