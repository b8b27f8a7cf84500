using Dataflux.Cli;

return await DatafluxCommand.RunAsync(args, CommandConsole.OfProcess(), Composition.Default);
