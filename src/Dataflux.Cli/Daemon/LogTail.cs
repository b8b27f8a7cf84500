using System.Text;
using Dataflux.Cli.Output;

namespace Dataflux.Cli.Daemon;

/// <summary>Reads a log from its last lines on, across the moment it is rolled.</summary>
/// <param name="path">The log.</param>
/// <param name="belongs">Whether a line is shown; one log may hold several migrations.</param>
internal sealed class LogTail(string path, Func<string, bool> belongs)
{
    private readonly StringBuilder _open = new();
    private long _position;
    private bool _shows = true;

    /// <summary>The last lines, older files included.</summary>
    /// <param name="count">How many.</param>
    internal IReadOnlyList<string> Last(int count)
    {
        var lines = ReadNew().ToList();
        for (var number = 1; number <= LogFile.Kept && lines.Count < count && File.Exists(LogFile.Older(path, number)); number++)
            lines.InsertRange(0, Shown(File.ReadLines(LogFile.Older(path, number))).ToList());

        return lines.Count > count ? lines[^count..] : lines;
    }

    /// <summary>The whole lines written since the last call.</summary>
    internal IReadOnlyList<string> ReadNew()
    {
        if (!File.Exists(path))
            return [];

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        // A shorter file is a new one: what was written before it was rolled is in the older one.
        var before = stream.Length < _position && File.Exists(LogFile.Older(path, 1)) ? ReadFrom(LogFile.Older(path, 1)) : [];
        if (stream.Length < _position)
            _position = 0;

        return [.. before, .. Shown(Split(stream))];
    }

    private List<string> ReadFrom(string older)
    {
        using var stream = new FileStream(older, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return [.. Shown(Split(stream))];
    }

    private List<string> Split(FileStream stream)
    {
        stream.Position = Math.Min(_position, stream.Length);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        _open.Append(reader.ReadToEnd());
        _position = stream.Position;
        var lines = _open.ToString().Split('\n');
        _open.Clear().Append(lines[^1]);
        return [.. lines[..^1]];
    }

    // The lines after one, of a stack trace for example, belong to it.
    private IEnumerable<string> Shown(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (line.Length > 0 && (char.IsAsciiDigit(line[0]) || line[0] == '{'))
                _shows = belongs(line);
            if (_shows)
                yield return line;
        }
    }
}
