using System.Diagnostics;

namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>The programs beside this one, as their users run them.</summary>
internal static class Programs
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <summary>The path of a program that was built beside this one.</summary>
    internal static string Built(string name) => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="folder">Its working folder.</param>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>CPU seconds, and the largest resident set that was seen, in bytes.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    internal static async Task<(double Cpu, long PeakMemory)> RunAsync(string folder, string program, params string[] arguments)
    {
        var before = ProcessTimes.EndedChildren();
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var ended = process.WaitForExitAsync();
        long peak = 0;
        while (await Task.WhenAny(ended, Task.Delay(Look)) != ended)
            peak = Math.Max(peak, ProcessTimes.PeakMemory(process.Id));

        var text = string.Concat(await said);
        return process.ExitCode == 0
            ? (ProcessTimes.EndedChildren() - before, peak)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{text}");
    }
}
