using Dataflux.Cli;
using Dataflux.Cli.Composing;
using Dataflux.Cli.Daemon;
using Dataflux.Composing.Terminal;
using Dataflux.Engine.Ground;

// A time without a zone that a script reads means the same on every host; before the runtime has looked for the host's.
Environment.SetEnvironmentVariable("TZ", "UTC");

// Before anything touches the console's streams.
Detachment.IfAsked();

if (CompilerProcess.AnswersParent())
    return ExitCode.Complete;

return await DatafluxCommand.RunAsync(args, CommandConsole.OfProcess(), Shipped.Composition);
