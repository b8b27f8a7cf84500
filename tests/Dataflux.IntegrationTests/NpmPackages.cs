using System.Diagnostics;
using System.Security.Cryptography;
using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests;

/// <summary>
/// Servers that npm has, of the versions in a lock file beside the tests; installed once, into a folder named after that file.
/// </summary>
internal static class NpmPackages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Installs beside and then renames, so that two test processes do not disturb each other.</summary>
    /// <param name="name">The folder with <c>package.json</c> and <c>package-lock.json</c>, relative to the tests.</param>
    /// <returns>The folder that holds <c>node_modules</c>.</returns>
    internal static async Task<string> InstallAsync(string name)
    {
        var from = Path.Combine(AppContext.BaseDirectory, name);
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(from, "package-lock.json"))));
        var cache = Path.Combine(Workspace.Repository, "artifacts", "test-servers");
        var folder = Path.Combine(cache, hash[..16]);
        if (Directory.Exists(folder))
            return folder;

        var making = Path.Combine(cache, $"{hash[..16]}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(making);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(making, Path.GetFileName(file)));

        using var npm = OperatingSystem.IsWindows()
            ? Start("cmd", ["/c", "npm", "ci", "--no-audit", "--no-fund"], making)
            : Start("npm", ["ci", "--no-audit", "--no-fund"], making);
        var error = npm.StandardError.ReadToEndAsync();
        await npm.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"'npm ci' in {making} ended with {npm.ExitCode}; the tests need the packages of {name}: {await error}");
        }

        try
        {
            Directory.Move(making, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(making, recursive: true); // another process was faster
        }

        return folder;
    }

    /// <summary>Starts a program whose output is read.</summary>
    internal static Process Start(string program, string[] arguments, string folder)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException(
                $"'{program}' cannot be started ({e.Message}); the tests need Node.js 20 or newer with npm: https://nodejs.org, or "
                + "'apt-get install nodejs npm'", e);
        }
    }
}
