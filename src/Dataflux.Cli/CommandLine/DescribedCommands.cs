using System.Reflection;
using Cocona.Application;
using Cocona.Command;
using Cocona.Command.BuiltIn;
using Cocona.ShellCompletion;
using Dataflux.Composing;
using Dataflux.Engine.Settings;

namespace Dataflux.Cli.CommandLine;

/// <summary>The commands as their classes declare them, with what only the dialects know, and with help.</summary>
/// <param name="types">The commands' classes.</param>
/// <param name="call">The call: only the command that it names is looked at, which a start would notice.</param>
/// <param name="composition">The dialects.</param>
/// <param name="flags">The flags that are keys of a definition.</param>
/// <param name="help">The help.</param>
internal sealed class DescribedCommands(
    IReadOnlyList<Type> types, CommandCall call, Composition composition, Func<DefinitionFlags> flags, HelpText help)
    : ICoconaCommandProvider
{
    private const CommandProviderOptions Names =
        CommandProviderOptions.OptionNameToLowerCase | CommandProviderOptions.ArgumentNameToLowerCase;

    private CommandCollection? _commands;

    public CommandCollection GetCommandCollection() => _commands ??= new CommandCollection(
        [.. new CoconaCommandProvider(Needed(), Names).GetCommandCollection().All.Select(Described)]);

    private Type[] Needed() => types.FirstOrDefault(type => call.Arguments is [var name, ..] && IsClassOf(name, type)) is { } named
        ? [named]
        : [.. types];

    private static bool IsClassOf(string name, Type type) =>
        string.Equals($"{name}Command", type.Name, StringComparison.OrdinalIgnoreCase);

    private CommandDescriptor Described(CommandDescriptor command) => new(
        command.Method,
        command.Target,
        command.Name,
        command.Metadata.OfType<OpensShellAttribute>().Any() ? Programs(composition) : command.Aliases,
        command.Description,
        command.Metadata,
        command.Parameters,
        command.Metadata.OfType<TakesDefinitionFlagsAttribute>().Any() ? [.. flags().Options, .. command.Options] : command.Options,
        command.Arguments,
        command.Overloads,
        command.IsPrimaryCommand ? [Completion(), Help()] : [Help()],
        command.Flags,
        command.SubCommands);

    /// <summary>The programs of the databases.</summary>
    internal static IReadOnlyList<string> Programs(Composition composition) =>
    [
        .. composition.Dialects.Targets.Select(static dialect => dialect.Shell).OfType<ITargetShell>()
            .Select(static shell => shell.Program),
    ];

    private CommandOptionLikeCommandDescriptor Help() => new("help", ['?', 'h'], Instead(
        typeof(HelpText).GetMethod(nameof(HelpText.Show))!, help, "Show help and usage information", []), CommandOptionFlags.None);

    private static CommandOptionLikeCommandDescriptor Completion() => new("completion", [], Instead(
        typeof(BuiltInOptionLikeCommands).GetMethod(nameof(BuiltInOptionLikeCommands.GenerateCompletionSource))!,
        new BuiltInOptionLikeCommands(),
        "Print the script by which a shell completes commands, options and files",
        [
            new CommandServiceParameterDescriptor(typeof(ICoconaConsoleProvider), "console"),
            new CommandServiceParameterDescriptor(typeof(ICoconaCommandProvider), "commandProvider"),
            new CommandServiceParameterDescriptor(typeof(ICoconaShellCompletionCodeProvider), "shellCompletionCodeProvider"),
            new CommandArgumentDescriptor(typeof(string), "bash|zsh", order: 0, "the shell", CoconaDefaultValue.None, []),
        ]), CommandOptionFlags.None);

    private static CommandDescriptor Instead(
        MethodInfo method, object target, string description, IReadOnlyList<ICommandParameterDescriptor> parameters) => new(
        method,
        target,
        method.Name,
        aliases: [],
        description,
        metadata: [],
        parameters,
        options: [],
        [.. parameters.OfType<CommandArgumentDescriptor>()],
        overloads: [],
        optionLikeCommands: [],
        CommandFlags.IgnoreUnknownOptions,
        subCommands: null);
}
