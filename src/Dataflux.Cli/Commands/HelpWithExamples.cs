using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Dataflux.Cli.Commands;

/// <summary>The help of a command with its examples at the end.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private const int Width = 110;
    private readonly HelpAction _help = new() { MaxWidth = Width };

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        var code = _help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.WriteLine(text.ToString().TrimEnd());
        if (parseResult.CommandResult.Command is IExamples { Examples: var examples })
        {
            output.WriteLine();
            output.WriteLine("Examples:");
            foreach (var (commandLine, meaning) in examples)
            {
                output.WriteLine($"  # {meaning}");
                output.WriteLine($"  {commandLine}");
            }
        }

        return code;
    }
}
