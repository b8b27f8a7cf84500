using Cocona.Command;
using Cocona.Command.Binder;
using Cocona.Command.Dispatcher;
using Cocona.CommandLine;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.CommandLine;

/// <summary>Says what is wrong with a command line, all at once, with the name that was probably meant.</summary>
/// <param name="call">The call, which is told what was given.</param>
internal sealed class UsageCheck(CommandCall call)
{
    /// <summary>Runs the command when nothing is wrong.</summary>
    /// <exception cref="UsageException">Something is wrong.</exception>
    internal async ValueTask<int> RunAsync(CommandDispatchDelegate next, CommandDispatchContext context)
    {
        call.Given = context.ParsedCommandLine;

        // What an option does in place of a command has no help of its own.
        var isOption = context.Command.Flags.HasFlag(CommandFlags.IgnoreUnknownOptions);
        var name = isOption || context.Command.IsPrimaryCommand ? CommandApp.Name : $"{CommandApp.Name} {context.Command.Name}";
        if (!isOption && Mistakes(context) is { Count: > 0 } mistakes)
            throw Wrong(string.Join($"{Environment.NewLine}error: ", mistakes), name);

        try
        {
            return await next(context);
        }
        catch (ParameterBinderException e)
        {
            throw Wrong(Mistake(e), name);
        }
    }

    /// <summary>The error that sends to the help of a command.</summary>
    internal static UsageException Wrong(string mistake, string name) => new($"{mistake}{Environment.NewLine}See: {name} --help");

    private List<string> Mistakes(CommandDispatchContext context)
    {
        var (command, given) = (context.Command, context.ParsedCommandLine);
        List<string> mistakes = [.. given.UnknownOptions.Distinct(StringComparer.Ordinal).Select(option => Unknown(option, command))];

        // A word too many may be the value of an unknown option.
        if (mistakes.Count == 0 && !command.Arguments.Any(argument => argument.IsEnumerableLike))
            mistakes.AddRange(given.Arguments.Skip(command.Arguments.Count).Select(word => $"'{word.Value}' is one argument too many"));

        if (call.Rest is not null && !command.Metadata.OfType<OpensShellAttribute>().Any())
            mistakes.Add("'--' passes arguments on to a database's own program, which only 'dataflux sql' does");

        if (mistakes.Count == 0)
            mistakes.AddRange(given.Options.GroupBy(option => option.Option).Select(Mistake).OfType<string>());

        return mistakes;
    }

    private static string? Mistake(IGrouping<ICommandOptionDescriptor, CommandOption> given) => given.Key switch
    {
        CommandOptionDescriptor option when given.Any(one => one.Value is null) => $"--{option.Name} needs a value: <{option.ValueName}>",
        CommandOptionDescriptor { IsEnumerableLike: false } option when given.Count() > 1 && option.UnwrappedOptionType != typeof(bool) =>
            $"--{option.Name} is given {given.Count()} times; give it once",
        _ => null,
    };

    private static string Unknown(string token, CommandDescriptor command)
    {
        var name = token.Split('=', ':')[0];
        var known = command.Options.Concat<ICommandOptionDescriptor>(command.OptionLikeCommands)
            .SelectMany(option => option.ShortName.Select(letter => $"-{letter}").Prepend($"--{option.Name}"));
        return $"there is no option '{name}'{Suggestion.For(name, known)}";
    }

    private static string Mistake(ParameterBinderException e) => e switch
    {
        { Result: ParameterBinderResult.InsufficientArgument, Argument: { } argument } =>
            $"<{argument.Name}> is missing: {argument.Description}",
        { Result: ParameterBinderResult.InsufficientOption, Option: { } option } => $"--{option.Name} is missing: {option.Description}",
        { Option: { } option, InnerException: FormatException why } => $"--{option.Name} {why.Message}",
        _ => e.Message,
    };
}
