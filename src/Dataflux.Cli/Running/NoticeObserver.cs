using Dataflux.Composing.Output;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;

namespace Dataflux.Cli.Running;

/// <summary>Says what a person should know while a command works that keeps no log.</summary>
/// <param name="console">The console.</param>
internal sealed class NoticeObserver(CommandConsole console) : IMigrationObserver
{
    public void Retrying(string what, Failure failure, int attempt, TimeSpan delay) =>
        Tell(WorkLines.Retrying(what, failure, attempt, delay));

    public void Recovered(string what, int attempts, TimeSpan outage) => Tell(WorkLines.Recovered(what, attempts, outage));

    public void Notice(string message) => Tell(message);

    private void Tell(string text) => console.Error.WriteLine(Printable.Message(console.Secrets.Strike(text)));
}
