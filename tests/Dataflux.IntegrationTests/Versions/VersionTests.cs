using System.Diagnostics;
using System.Runtime.InteropServices;
using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Versions;

/// <summary>
/// PostgreSQL 14 to 18. The version that this machine has runs all tests; of the others the server programs come from npm, and these tests
/// run once more against them, in a process of their own.
/// </summary>
public sealed class VersionTests
{
    private const string OtherPlatform = "npm has these server programs for Linux on x64";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const string DialectTests = "Dataflux.IntegrationTests.PostgreSql.*";

    private static string MainJob { get; } =
        $"{typeof(PicturesTests).FullName}.{nameof(PicturesTests.Killed_in_mid_run_and_run_again_the_table_is_the_same)}";

    [Theory]
    [InlineData(14)]
    [InlineData(18)]
    public Task What_the_dialect_asks_of_the_server_and_the_main_job_hold_on_the_oldest_and_the_newest_version(int version) =>
        RunAsync(version, "-method", DialectTests, "-method", MainJob);

    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    public Task The_main_job_is_right_on_the_versions_between(int version) => RunAsync(version, "-method", MainJob);

    private static async Task RunAsync(int version, params string[] filter)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, OtherPlatform);
        var package = Path.Combine(
            await NpmPackages.InstallAsync(Path.Combine("Versions", "postgresql")), "node_modules", $"postgresql-{version}");
        await LinkAsync(package);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Dataflux.IntegrationTests"), ["-noColor", .. filter])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DATAFLUX_PG_BIN"] = Path.Combine(package, "native", "bin");
        start.Environment["DATAFLUX_TEST_PROGRAM"] = PublishedTool.Program;
        using var tests = Process.Start(start)!;
        var errors = tests.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await tests.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        await tests.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(tests.ExitCode == 0, $"{output}{await errors}");
        Assert.Matches(@"Total: [1-9]", output);
    }

    // npm packages hold no links; the package's own script makes those of the libraries.
    private static async Task LinkAsync(string package)
    {
        using var script = NpmPackages.Start("node", [Path.Combine("scripts", "hydrate-symlinks.js")], package);
        var errors = script.StandardError.ReadToEndAsync();
        await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        Assert.True(script.ExitCode == 0, await errors);
    }
}
