using Dataflux.Composing.Output;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Spectre.Console;

namespace Dataflux.Cli.Output;

/// <summary>Log lines on the screen: errors on standard error, all others on standard output.</summary>
/// <param name="screen">The screen.</param>
/// <param name="line">The lines' form.</param>
internal sealed class ScreenSink(Screen screen, ITextFormatter line) : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        line.Format(logEvent, text);
        var written = text.ToString().TrimEnd('\n');
        if (logEvent.Level >= LogEventLevel.Error)
            screen.ErrorLine(written);
        else
            screen.Line(written, logEvent.Level == LogEventLevel.Warning ? new Style(Color.Yellow) : default(Style?));
    }
}
