using System.Text;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Dataflux.Composing.Output;

/// <summary>
/// Standard output and error as one place. On a terminal a block of progress is kept below the last line: it is taken away before
/// anything is written and drawn again after, in one write and under one lock, so that neither garbles the other.
/// </summary>
internal sealed class Screen
{
    // Wider than any line: wrapping is the terminal's, so that a copied line stays one line.
    private const int Unwrapped = 100_000;
    private const string TakeLineAway = "\r\u001b[2K";
    private const string Up = "\u001b[1A";

    private readonly Lock _gate = new();
    private readonly CommandConsole _console;
    private readonly StringBuilder _written = new();
    private readonly IAnsiConsole _out;
    private string _block = "";
    private int[] _blockLines = [];

    internal Screen(CommandConsole console)
    {
        _console = console;
        _out = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(new StringWriter(_written)),
            Ansi = console.IsTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = console.Colours ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        _out.Profile.Width = Unwrapped;
        _out.Profile.Capabilities.Unicode = console.Out.Encoding.WebName.StartsWith("utf", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a block can be shown.</summary>
    internal bool HasBlock => _console.IsTerminal;

    /// <summary>Whether signs such as a check mark are shown: to a person, in an encoding that has them.</summary>
    internal bool ShowsMarks => _console.IsTerminal && _out.Profile.Capabilities.Unicode;

    /// <summary>Writes a line to standard output.</summary>
    internal void Line(string text, Style? style = null)
    {
        lock (_gate)
        {
            Erase();
            _out.Write(new Text(Printable.Message(text) + "\n", style));
            _written.Append(_block);
            Flush();
        }
    }

    /// <summary>Writes a line to standard error.</summary>
    internal void ErrorLine(string text)
    {
        lock (_gate)
        {
            Erase();
            Flush();
            _console.Error.WriteLine(Printable.Message(text));
            _console.Error.Flush();
            _written.Append(_block);
            Flush();
        }
    }

    /// <summary>Replaces the block; <see langword="null"/> takes it away.</summary>
    internal void Block(IRenderable? block)
    {
        if (!_console.IsTerminal)
            return;

        lock (_gate)
        {
            var (text, lines) = block is null ? ("", []) : Render(block);
            if (text == _block)
                return;

            Erase();
            (_block, _blockLines) = (text, lines);
            _written.Append(text);
            Flush();
        }
    }

    // The last column stays free: some terminals wrap when it is filled.
    private (string Text, int[] Lines) Render(IRenderable block)
    {
        var width = Math.Max(1, _console.Width() - 1);
        var options = RenderOptions.Create(_out, _out.Profile.Capabilities) with { ConsoleSize = new Size(width, 1) };
        var lines = Segment.SplitLines(block.Render(options, width).Select(Seen), width);
        for (var i = 0; i < lines.Count; i++)
            _out.Write(new SegmentLineText(lines[i], last: i == lines.Count - 1));

        var text = _written.ToString();
        _written.Clear();
        return (text, [.. lines.Select(line => line.CellCount())]);
    }

    private static Segment Seen(Segment segment) => segment.IsControlCode || segment.IsLineBreak
        ? segment
        : new Segment(Printable.Text(segment.Text), segment.Style);

    // A terminal that became narrower has wrapped what was drawn.
    private void Erase()
    {
        if (_blockLines.Length == 0)
            return;

        var width = Math.Max(1, _console.Width());
        var rows = _blockLines.Sum(cells => Math.Max(1, (cells + width - 1) / width));
        _written.Append(TakeLineAway);
        for (var row = 1; row < rows; row++)
        {
            _written.Append(Up);
            _written.Append(TakeLineAway);
        }
    }

    private void Flush()
    {
        _console.DrawnOut.Write(_written.ToString());
        _console.DrawnOut.Flush();
        _written.Clear();
    }
}
