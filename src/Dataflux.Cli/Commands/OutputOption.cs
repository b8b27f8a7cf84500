using System.CommandLine;
using Dataflux.Composing.Terminal;

namespace Dataflux.Cli.Commands;

/// <summary>The option that says whether the answer is for people or for programs.</summary>
internal static class OutputOption
{
    /// <summary>Makes it.</summary>
    internal static Option<OutputFormat> Make() =>
        new("--output", "-o") { HelpName = "text|json", Description = "The form of the answer [default: text]" };
}
