using System.CommandLine;
using Dataflux.Authoring.Explaining;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux explain</c>: says what the code of a problem means, and what to do.</summary>
internal sealed class ExplainCommand : Command, IExamples
{
    private readonly Argument<string[]> _codes = new("code")
    {
        Description = "Codes such as DF0104, also as df104 or 104; without one, all are listed",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _markdown = new("--markdown")
    {
        Description = "Prints the whole catalogue as Markdown, which is docs/errors.md",
    };

    internal ExplainCommand(CommandConsole console)
        : base("explain", "Says what the code of a problem means, with an example and what to do. "
            + "Exit codes: 0 done, 2 wrong usage or no such code")
    {
        Add(_codes);
        Add(_markdown);
        SetAction(parsed =>
        {
            console.Out.Write(Answer(parsed.GetValue(_codes) ?? [], parsed.GetValue(_markdown)));
            return ExitCode.Complete;
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("dataflux explain DF0104", "what this code means"),
        ("dataflux explain", "all codes"),
    ];

    private static string Answer(string[] codes, bool markdown)
    {
        if (markdown)
        {
            return codes.Length == 0
                ? ErrorPage.Markdown()
                : throw new UsageException("--markdown prints the whole catalogue; take the codes away");
        }

        return codes.Length == 0
            ? string.Concat(ErrorCatalogue.All.Select(entry => $"{entry.Code}  {entry.Title}\n"))
                + "\n'dataflux explain DF0104' tells more of one\n"
            : string.Join('\n', codes.Select(Explain));
    }

    private static string Explain(string given)
    {
        if (CompilerCode.Of(given) is { } compiler)
            return $"{compiler} is a code of the C# compiler, which compiles profiles. Its page: {CompilerCode.Page(compiler)}\n";

        if (OwnCode.Of(given) is not { } code)
        {
            throw new UsageException(
                $"'{given}' is no code; expected one such as DF0104, or CS1002 of the C# compiler; see them all: dataflux explain");
        }

        return ErrorCatalogue.Find(code) is { } entry
            ? ErrorPage.Text(entry)
            : throw new UsageException($"there is no code {code}; see them all: dataflux explain");
    }
}
