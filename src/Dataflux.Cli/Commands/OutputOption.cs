using Cocona;
using Dataflux.Composing.Terminal;

namespace Dataflux.Cli.Commands;

/// <summary>Whether the answer is for people or for programs.</summary>
/// <param name="Output">Its form.</param>
internal sealed record OutputOption(
    [Option('o', ValueName = "text|json", Description = "The form of the answer")] OutputFormat Output = OutputFormat.Text)
    : ICommandParameterSet
{
    internal bool IsJson => Output == OutputFormat.Json;
}
