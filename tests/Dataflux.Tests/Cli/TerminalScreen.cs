using System.Globalization;
using System.Text;

namespace Dataflux.Tests.Cli;

/// <summary>
/// What a terminal of some width shows of a text, scrolled-off lines included. It knows what dataflux may use: carriage return,
/// line feed, erasing a line, the cursor up, and colours, which it drops. Anything else is an error of the test's subject.
/// </summary>
internal sealed class TerminalScreen(int width)
{
    private readonly List<StringBuilder> _rows = [new()];
    private int _row;
    private int _column;

    /// <summary>The rows, without spaces at their ends and empty rows at the end.</summary>
    internal IReadOnlyList<string> Rows
    {
        get
        {
            var rows = _rows.Select(row => row.ToString().TrimEnd()).ToList();
            return rows[..(rows.FindLastIndex(row => row.Length > 0) + 1)];
        }
    }

    internal TerminalScreen Write(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\r':
                    _column = 0;
                    break;
                case '\n':
                    // As a terminal's line discipline makes it (stty onlcr).
                    _column = 0;
                    Down();
                    break;
                case '\u001b':
                    i = Escape(text, i + 1);
                    break;
                default:
                    Put(text[i]);
                    break;
            }
        }

        return this;
    }

    private int Escape(string text, int at)
    {
        // What the runtime itself sends when it takes a terminal: application keypad and cursor keys.
        if (text[at] is '=' or '>')
            return at;

        Assert.Equal('[', text[at]);
        var end = at + 1;
        while (!char.IsAsciiLetter(text[end]))
            end++;

        var argument = text[(at + 1)..end];
        switch (text[end])
        {
            case 'm':
            case 'h' or 'l' when argument == "?1":
                break;
            case 'K' when argument == "2":
                _rows[_row].Clear();
                break;
            case 'A':
                _row = Math.Max(0, _row - int.Parse(argument, CultureInfo.InvariantCulture));
                break;
            default:
                Assert.Fail($"the terminal does not know ESC[{argument}{text[end]}");
                break;
        }

        return end;
    }

    private void Put(char letter)
    {
        if (_column == width)
        {
            Down();
            _column = 0;
        }

        var row = _rows[_row];
        row.Append(' ', Math.Max(0, _column + 1 - row.Length));
        row[_column++] = letter;
    }

    private void Down()
    {
        _row++;
        if (_row == _rows.Count)
            _rows.Add(new StringBuilder());
    }
}
