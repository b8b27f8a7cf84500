using System.Text;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Composing.Terminal;

/// <summary>A stream of the process: secrets are struck out, and what is no character to be seen is an escape.</summary>
/// <param name="inner">The stream; not disposed.</param>
/// <param name="secrets">What must not be shown.</param>
/// <param name="drawn">What is written is drawn by dataflux itself, with colours and moves: what others said is escaped by then.</param>
internal sealed class OutletWriter(TextWriter inner, Secrets secrets, bool drawn = false) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value) => inner.Write(Clean(value));

    public override void WriteLine(string? value) => inner.WriteLine(Clean(value));

    public override void WriteLine() => inner.WriteLine();

    public override void Flush() => inner.Flush();

    private string? Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return text;

        var struck = secrets.StrikeOutput(text);
        return drawn ? struck : Printable.Text(struck);
    }
}
