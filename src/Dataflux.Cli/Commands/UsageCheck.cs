using System.CommandLine;
using System.CommandLine.Parsing;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.Commands;

/// <summary>Says what is wrong with a command line, all at once, with the name that was probably meant.</summary>
internal static class UsageCheck
{
    /// <summary>Checks a parsed command line.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="rest">What stands after <c>--</c>; <see langword="null"/> when there is no <c>--</c>.</param>
    /// <exception cref="UsageException">Something is wrong.</exception>
    internal static void Check(ParseResult parsed, IReadOnlyList<string>? rest)
    {
        // Help answers a wrong command line too.
        if (parsed.Action is HelpWithExamples)
            return;

        var command = parsed.CommandResult.Command;
        var wrong = new List<string>();
        var unknown = UnknownTokens(parsed).ToLookup(token => token.StartsWith('-'));
        wrong.AddRange(unknown[true].Select(token => UnknownOption(token, command, parsed.RootCommandResult.Command)));

        // A word too many may be the value of an unknown option.
        if (wrong.Count == 0)
            wrong.AddRange(unknown[false].Select(token => UnknownWord(token, command)));

        if (rest is not null && command is not SqlCommand)
            wrong.Add("'--' passes arguments on to a database's own program, which only 'dataflux sql' does");

        // Without unknown words, what the parser found is the mistake; with them it only repeats it.
        if (wrong.Count == 0)
            wrong.AddRange(parsed.Errors.Select(error => error.Message));

        if (wrong.Count > 0)
        {
            throw new UsageException(
                $"{string.Join($"{Environment.NewLine}error: ", wrong)}{Environment.NewLine}See: {FullName(parsed)} --help");
        }
    }

    // An option that does not exist is an argument to the parser wherever one fits.
    private static IEnumerable<string> UnknownTokens(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(result => result.Tokens)
            .Select(token => token.Value)
            .Where(value => value.Length > 1 && value[0] == '-')
            .Concat(parsed.UnmatchedTokens)
            .Distinct(StringComparer.Ordinal);

    private static string UnknownOption(string token, Command command, Command root)
    {
        var name = token.Split('=', ':')[0];
        var known = command.Options.Concat(root.Options.Where(option => option.Recursive))
            .SelectMany(option => option.Aliases.Prepend(option.Name));
        return $"there is no option '{name}'{Suggestion.For(name, known)}";
    }

    private static string UnknownWord(string token, Command command)
    {
        var known = command.Subcommands.SelectMany(below => below.Aliases.Prepend(below.Name));
        return command.Subcommands.Count > 0
            ? $"there is no command '{token}'{Suggestion.For(token, known)}"
            : $"'{token}' is one argument too many";
    }

    private static string FullName(ParseResult parsed)
    {
        var root = parsed.RootCommandResult.Command;
        return parsed.CommandResult.Command == root ? root.Name : $"{root.Name} {parsed.CommandResult.Command.Name}";
    }
}
