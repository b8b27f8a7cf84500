using Cocona.Application;
using Cocona.Command;
using Cocona.Command.Binder;
using Cocona.Command.Binder.Validation;
using Cocona.Command.Dispatcher;
using Cocona.Command.Dispatcher.Middlewares;
using Cocona.ShellCompletion;
using Cocona.ShellCompletion.Candidate;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.CommandLine;

/// <summary>
/// Cocona without its host: signals, exit codes and the console are dataflux's own, and a host would cost every start some time.
/// </summary>
internal static class CommandApp
{
    /// <summary>The program's name.</summary>
    internal const string Name = "dataflux";

    /// <summary>Runs the command that a call names.</summary>
    /// <param name="call">The call.</param>
    /// <param name="console">The console.</param>
    /// <param name="composition">The dialects and the script host.</param>
    /// <param name="commands">The commands' classes, in the order of the help.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Something is wrong with the command line.</exception>
    internal static async Task<int> RunAsync(
        CommandCall call, CommandConsole console, Composition composition, IReadOnlyList<Type> commands)
    {
        var services = Services(call, console, composition, commands);
        services.Get<ICoconaCommandDispatcherPipelineBuilder>()
            .UseMiddleware(new UsageCheck(call).RunAsync)
            .UseMiddleware<CoconaCommandInvokeMiddleware>();
        return await services.Get<ICoconaCommandDispatcher>().DispatchAsync(Resolve(call, services), call.Stop);
    }

    private static CommandResolverResult Resolve(CommandCall call, CommandServices services)
    {
        var resolver = services.Get<ICoconaCommandResolver>();
        var commands = services.Get<ICoconaCommandProvider>().GetCommandCollection();
        try
        {
            return resolver.ParseAndResolve(commands, call.Arguments);
        }
        catch (CommandNotFoundException) when (call.Arguments.Any(static argument => argument is "--help" or "-h" or "-?"))
        {
            // Help answers a wrong command line too.
            return resolver.ParseAndResolve(commands, ["--help"]);
        }
        catch (CommandNotFoundException e)
        {
            var known = commands.All.Where(static command => !command.IsPrimaryCommand)
                .SelectMany(static command => command.Aliases.Prepend(command.Name));
            throw UsageCheck.Wrong($"there is no command '{e.Command}'{Suggestion.For(e.Command, known)}", Name);
        }
    }

    private static CommandServices Services(
        CommandCall call, CommandConsole console, Composition composition, IReadOnlyList<Type> commands)
    {
        var services = new CommandServices();
        var descriptions = new Descriptions(composition);
        return services
            .Add(() => call)
            .Add(() => console)
            .Add(() => composition)
            .Add(() => new DefinitionFlags(composition.Dialects, call))
            .Add<ICoconaConsoleProvider>(() => new ConsoleProvider(console))
            .Add<ICoconaAppContextAccessor>(() => new CoconaAppContextAccessor())
            .Add(() => new HelpText(services.Get<ICoconaAppContextAccessor>(), console.Out, descriptions))
            .Add<ICoconaCommandProvider>(
                () => new DescribedCommands(commands, call, composition, services.Get<DefinitionFlags>, services.Get<HelpText>()))
            .Add<ICoconaCommandResolver>(() => new CoconaCommandResolver(new ArgumentParser(), new CoconaCommandMatcher()))
            .Add<ICoconaCommandDispatcherPipelineBuilder>(() => new CoconaCommandDispatcherPipelineBuilder(services, services))
            .Add<ICoconaCommandDispatcher>(() => new CoconaCommandDispatcher(
                services, services, services.Get<ICoconaCommandDispatcherPipelineBuilder>(), services,
                services.Get<ICoconaAppContextAccessor>()))
            .Add<ICoconaParameterBinder>(() => new CoconaParameterBinder(services, new GivenValues(), new NoValidators()))
            .Add<ICoconaCompletionCandidates>(() => new CoconaCompletionCandidates(
                new CoconaCompletionCandidatesMetadataFactory(),
                new CoconaCompletionCandidatesProviderFactory(services, services),
                services.Get<ICoconaCommandResolver>(),
                services.Get<ICoconaCommandProvider>()))
            .Add<ICoconaShellCompletionCodeProvider>(
                () => new PlainCompletion(services.Get<ICoconaCompletionCandidates>(), descriptions));
    }

    private sealed class ConsoleProvider(CommandConsole console) : ICoconaConsoleProvider
    {
        public TextWriter Output => console.Out;

        public TextWriter Error => console.Error;
    }

    // What a value must be is said by the commands, in the words of the definition.
    private sealed class NoValidators : ICoconaParameterValidatorProvider
    {
        public IEnumerable<ICoconaParameterValidator> CreateValidators(ICommandParameterDescriptor parameter) => [];
    }
}
