using Cocona;
using Dataflux.Authoring.Explaining;
using Dataflux.Cli.CommandLine;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Cli.Commands;

/// <summary><c>dataflux explain</c>: says what the code of a problem means, and what to do.</summary>
internal sealed class ExplainCommand(CommandConsole console)
{
    [Command("explain", Description = "Says what the code of a problem means, with an example and what to do. "
        + "Exit codes: 0 done, 2 wrong usage or no such code")]
    [Example("dataflux explain DF0104", "what this code means")]
    [Example("dataflux explain", "all codes")]
    public int Run(
        [Argument(Description = "Codes such as DF0104, also as df104 or 104; without one, all are listed")] string[]? code,
        [Option(Description = "Prints the whole catalogue as Markdown, which is docs/errors.md")] bool markdown)
    {
        console.Out.Write(Answer(code ?? [], markdown));
        return ExitCode.Complete;
    }

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
