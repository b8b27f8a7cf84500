using Dataflux.Composing.Terminal;
using Dataflux.Definitions.Ground;

namespace Dataflux.Cli.Terminal;

/// <summary>Asks before something is done that cannot be taken back by itself.</summary>
internal static class Confirmation
{
    /// <summary>Asks.</summary>
    /// <param name="console">The console.</param>
    /// <param name="command">Who asks.</param>
    /// <param name="question">The question, with its question mark.</param>
    /// <returns>Whether the answer was yes.</returns>
    /// <exception cref="UsageException">Nobody is there to answer.</exception>
    internal static async Task<bool> AskAsync(CommandConsole console, string command, string question)
    {
        if (console.Answers is not { } answers)
            throw new UsageException($"{command} asks first, and nobody is there to answer; give --yes");

        await console.Out.WriteAsync($"{question} [y/N] ");
        await console.Out.FlushAsync();
        return (await answers.ReadLineAsync())?.Trim() is "y" or "Y" or "yes";
    }
}
