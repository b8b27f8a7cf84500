using Dataflux.Cli;
using Dataflux.Cli.Daemon;

// Before anything touches the console's streams.
Detachment.IfAsked();

return await DatafluxCommand.RunAsync(args, CommandConsole.OfProcess(), Composition.Default);
