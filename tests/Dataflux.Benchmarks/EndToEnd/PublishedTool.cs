using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>dataflux as it is installed: published for this system, compiled ahead of time.</summary>
internal static class PublishedTool
{
    /// <summary>Publishes the tool of this checkout.</summary>
    /// <param name="folder">Where to.</param>
    /// <returns>The executable.</returns>
    /// <exception cref="InvalidOperationException">It could not be published; the message holds what was said.</exception>
    internal static async Task<string> PublishAsync(string folder)
    {
        var project = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../src/Dataflux.Cli/Dataflux.Cli.csproj"));
        var publish = new ProcessStartInfo("dotnet", [
            "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false",
            "-p:RunAnalyzers=false", "-o", folder, "-v", "quiet", "-nologo",
        ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(publish)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Path.Combine(folder, OperatingSystem.IsWindows() ? "dataflux.exe" : "dataflux")
            : throw new InvalidOperationException($"dotnet publish failed; --tool built measures the plain build instead:\n{said}");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
