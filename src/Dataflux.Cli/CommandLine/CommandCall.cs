using Cocona.CommandLine;

namespace Dataflux.Cli.CommandLine;

/// <summary>One call of the program.</summary>
/// <param name="Arguments">Its arguments, up to <c>--</c>.</param>
/// <param name="Rest">What stands after <c>--</c>; <see langword="null"/> without one.</param>
/// <param name="Stop">Asks the command to finish what it must, save and return.</param>
internal sealed record CommandCall(IReadOnlyList<string> Arguments, IReadOnlyList<string>? Rest, CancellationToken Stop)
{
    /// <summary>What was given to the command.</summary>
    internal ParsedCommandLine Given { get; set; } = ParsedCommandLine.Empty;

    /// <summary>What stands after <c>--</c> is for another program and not parsed here.</summary>
    internal static CommandCall From(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var own = arguments.TakeWhile(argument => argument != "--").ToList();
        return new CommandCall(own, own.Count == arguments.Count ? null : [.. arguments.Skip(own.Count + 1)], stop);
    }
}
