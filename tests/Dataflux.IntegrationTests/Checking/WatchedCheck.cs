using System.Diagnostics;
using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Checking;

/// <summary><c>dataflux check --watch</c> as the real executable, read round by round.</summary>
internal sealed class WatchedCheck : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Process _process;

    internal WatchedCheck(string folder, string definition)
    {
        _process = Process.Start(new ProcessStartInfo(PublishedTool.Program, ["check", definition, "--watch"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>The memory the process has, in bytes.</summary>
    internal long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Reads to the end of the first round that says a text.</summary>
    /// <returns>The round's lines, from <c>check begins</c> to <c>check ends</c>.</returns>
    internal async Task<IReadOnlyList<string>> RoundAsync(string text)
    {
        var round = new List<string>();
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.StartsWith("check begins", StringComparison.Ordinal))
                round.Clear();

            round.Add(line);
            if (!line.StartsWith("check ends", StringComparison.Ordinal))
                continue;

            Assert.StartsWith("check begins", round[0]);
            if (round.Exists(said => said.Contains(text, StringComparison.Ordinal)))
                return round;
        }

        throw new InvalidOperationException($"the watch ended before it said '{text}': {await _process.StandardError.ReadToEndAsync()}");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
