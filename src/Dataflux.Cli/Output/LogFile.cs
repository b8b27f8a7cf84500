using System.Text;
using Dataflux.Engine.Ground;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Dataflux.Cli.Output;

/// <summary>
/// <c>run.log</c>: beyond its size it becomes <c>run.1.log</c>, that one <c>run.2.log</c>, and so on, so that the newest lines are
/// always in <c>run.log</c>. It is opened again for every line, of which there are few per second: several processes may share it
/// (one <c>logDir</c> for several migrations), and whoever finds it too long rolls it for all.
/// </summary>
/// <remarks>
/// Serilog's own file sink can do neither: it goes on in <c>run_001.log</c> when <c>run.log</c> is full, and keeps the file open, so that
/// a second process either fails or, where the file is shared, goes on writing to one that the first has renamed.
/// </remarks>
internal sealed class LogFile : ILogEventSink
{
    /// <summary>The size at which a new file is begun, in bytes.</summary>
    internal const long DefaultSize = 32L * 1024 * 1024;

    /// <summary>Older files kept beside the current one.</summary>
    internal const int Kept = 5;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly ITextFormatter _line;
    private readonly long _size;

    /// <summary>Opens the file once, so that one that cannot be written is known before the run.</summary>
    /// <param name="path">The file, made if it is not there.</param>
    /// <param name="line">The lines' form.</param>
    /// <param name="size">The size at which a new file is begun, in bytes.</param>
    internal LogFile(string path, ITextFormatter line, long size = DefaultSize)
    {
        _path = path;
        _line = line;
        _size = size;
        PrivateFile.OpenToAppend(_path).Dispose();
    }

    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        _line.Format(logEvent, text);
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        lock (_gate)
        {
            if (new FileInfo(_path) is { Exists: true, Length: var length } && length + bytes.Length > _size && length > 0)
                Roll();

            using var stream = PrivateFile.OpenToAppend(_path);
            stream.Write(bytes);
        }
    }

    /// <summary>The file that holds the lines before those of <paramref name="path"/>.</summary>
    /// <param name="path">The current file.</param>
    /// <param name="number">How many files back, from 1.</param>
    internal static string Older(string path, int number) =>
        Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}.{number}{Path.GetExtension(path)}");

    private void Roll()
    {
        try
        {
            for (var number = Kept - 1; number >= 1; number--)
            {
                if (File.Exists(Older(_path, number)))
                    File.Move(Older(_path, number), Older(_path, number + 1), overwrite: true);
            }

            File.Move(_path, Older(_path, 1), overwrite: true);
        }
        catch (IOException)
        {
            // Another process rolled it at the same moment, or someone has it open where that forbids moving: the line is written anyway.
        }
    }
}
