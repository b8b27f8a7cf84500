using System.Text;

namespace Dataflux.Composing.Terminal;

/// <summary>
/// What scripts write to the console, line by line. It never goes to standard output, which is dataflux's own and may be read by a program.
/// </summary>
internal sealed class ScriptOutput : TextWriter
{
    // A script that never ends its line must not fill the memory.
    private const int LongestLine = 16 * 1024;
    private readonly Lock _gate = new();
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Where lines go.</summary>
    internal Action<string> Sink { get; set; } = static _ => { };

    public override void Write(char value)
    {
        lock (_gate)
        {
            if (value != '\n')
                _line.Append(value);
            if (value == '\n' || _line.Length >= LongestLine)
                End();
        }
    }

    public override void Write(string? value)
    {
        lock (_gate)
        {
            foreach (var letter in value ?? "")
                Write(letter);
        }
    }

    public override void WriteLine(string? value)
    {
        lock (_gate)
        {
            Write(value);
            Write('\n');
        }
    }

    private void End()
    {
        var line = _line.ToString().TrimEnd('\r');
        _line.Clear();
        Sink(line);
    }
}
