using Dataflux.Cli;
using Dataflux.Cli.Daemon;
using Dataflux.Cli.Running;
using Dataflux.Engine;

// Before anything touches the console's streams.
Detachment.IfAsked();

if (CompilerProcess.AnswersParent())
    return ExitCode.Complete;

return await DatafluxCommand.RunAsync(args, CommandConsole.OfProcess(), Composition.Default);
