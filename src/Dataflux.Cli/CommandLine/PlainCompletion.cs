using System.Buffers;
using Cocona.Application;
using Cocona.Command;
using Cocona.ShellCompletion;
using Cocona.ShellCompletion.Candidate;
using Cocona.ShellCompletion.Generators;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.CommandLine;

/// <summary>
/// Cocona's completion for shells. Cocona writes descriptions into the script as they are: here they lose what a shell would read as
/// its own.
/// </summary>
/// <param name="candidates">What can be completed.</param>
/// <param name="descriptions">What descriptions leave open.</param>
internal sealed class PlainCompletion(ICoconaCompletionCandidates candidates, Descriptions descriptions)
    : ICoconaShellCompletionCodeProvider
{
    private const int LongestDescription = 60;
    private static readonly SearchValues<char> Ends = SearchValues.Create(".;:[(\"`$\\");
    private static readonly Tool Metadata = new();

    private readonly CoconaShellCompletionCodeProvider _provider = new(
    [
        new BashCoconaShellCompletionCodeGenerator(Metadata, candidates),
        new ZshCoconaShellCompletionCodeGenerator(Metadata, candidates),
    ]);

    public IEnumerable<string> SupportedTargets => _provider.SupportedTargets;

    /// <inheritdoc/>
    /// <exception cref="UsageException">There is none for the shell.</exception>
    public bool CanHandle(string target) => _provider.CanHandle(target)
        ? true
        : throw new UsageException($"there is no completion for '{target}'{Suggestion.OrAll(target, [.. SupportedTargets])}");

    public void Generate(string target, TextWriter writer, CommandCollection commandCollection) =>
        _provider.Generate(target, writer, new CommandCollection([.. commandCollection.All.Select(Plain)]));

    public void GenerateOnTheFlyCandidates(string target, TextWriter writer, IReadOnlyList<CompletionCandidateValue> values) =>
        _provider.GenerateOnTheFlyCandidates(target, writer, values);

    private CommandDescriptor Plain(CommandDescriptor command) => new(
        command.Method,
        command.Target,
        command.Name,
        command.Aliases,
        Plain(command.Description),
        command.Metadata,
        command.Parameters,
        [.. command.Options.Select(Plain)],
        command.Arguments,
        command.Overloads,
        [.. command.OptionLikeCommands.Select(Plain)],
        command.Flags,
        command.SubCommands);

    private CommandOptionDescriptor Plain(CommandOptionDescriptor option) => new(
        option.UnwrappedOptionType == typeof(bool) ? typeof(bool) : option.IsEnumerableLike ? typeof(string[]) : typeof(string),
        option.Name,
        option.ShortName,
        Plain(option.Description),
        new CoconaDefaultValue(null),
        option.ValueName,
        option.Flags,
        option.UnwrappedOptionType.IsEnum
            ? [new CompletionCandidatesAttribute([.. Enum.GetNames(option.UnwrappedOptionType).Select(GivenValues.Written)])]
            : option.ParameterAttributes);

    // '-?' is a pattern to a shell.
    private CommandOptionLikeCommandDescriptor Plain(CommandOptionLikeCommandDescriptor option) => new(
        option.Name, [.. option.ShortName.Where(char.IsAsciiLetter)], Plain(option.Command), option.Flags);

    // The first words, up to what ends a sentence or means something to a shell.
    private string Plain(string description)
    {
        var text = descriptions.Fill(description);
        var end = text.Replace(" '", " \"", StringComparison.Ordinal).AsSpan().IndexOfAny(Ends);
        text = (end < 0 ? text : text[..end]).Replace('\'', '’');
        return (text.Length <= LongestDescription ? text : text[..text.LastIndexOf(' ', LongestDescription)]).TrimEnd(' ', ',');
    }

    private sealed class Tool : ICoconaApplicationMetadataProvider
    {
        public string GetExecutableName() => CommandApp.Name;

        public string GetVersion() => ToolVersion.Text;

        public string GetProductName() => CommandApp.Name;

        public string GetDescription() => "";
    }
}
