using Spectre.Console;

namespace Dataflux.Cli.Output;

/// <summary>
/// Standard output and error as one place. On a terminal a status line is kept below the last line: it is taken away before
/// anything is written and drawn again after, under one lock, so that neither garbles the other.
/// </summary>
internal sealed class Screen
{
    // Wider than any line: wrapping is the terminal's, so that a copied line stays one line.
    private const int Unwrapped = 100_000;
    private const string TakeAway = "\r\u001b[2K";

    private readonly Lock _gate = new();
    private readonly TextWriter _error;
    private readonly IAnsiConsole _out;
    private readonly bool _isTerminal;
    private readonly int _width;
    private string? _status;

    internal Screen(CommandConsole console)
    {
        _error = console.Error;
        _isTerminal = console.IsTerminal;
        _width = console.Width;
        _out = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(console.Out),
            Ansi = console.IsTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = console.Colours ? ColorSystemSupport.EightBit : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        _out.Profile.Width = Unwrapped;
    }

    /// <summary>Whether a status line can be shown.</summary>
    internal bool HasStatus => _isTerminal;

    /// <summary>Writes a line to standard output.</summary>
    internal void Line(string text, Style? style = null)
    {
        lock (_gate)
        {
            Erase();
            Write(text, style);
            Draw();
        }
    }

    /// <summary>Writes a line to standard error.</summary>
    internal void ErrorLine(string text)
    {
        lock (_gate)
        {
            Erase();
            _error.WriteLine(text);
            _error.Flush();
            Draw();
        }
    }

    /// <summary>Replaces the status line; <see langword="null"/> takes it away.</summary>
    internal void Status(string? text)
    {
        if (!_isTerminal)
            return;

        lock (_gate)
        {
            Erase();
            _status = text;
            Draw();
        }
    }

    private void Erase()
    {
        if (_status is not null)
            _out.Write(new ControlCode(TakeAway));
    }

    // The last column stays free: some terminals wrap when it is filled.
    private void Draw()
    {
        if (_status is { } status)
            _out.Write(new Text(status.Length < _width ? status : status[..Math.Max(0, _width - 1)], new Style(Color.Grey)));
    }

    private void Write(string text, Style? style) => _out.Write(new Text(text + "\n", style));
}
