using System.Security.Cryptography;
using Dataflux.Engine.Ground;
using Dataflux.IntegrationTests.Daemon;
using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Packaging;

public sealed class ToolTests(PostgreSqlFixture postgres)
{
    [Fact]
    public async Task The_packed_tool_installs_from_a_folder_without_network_and_runs_a_migration()
    {
        await using var gated = await GatedMigration.CreateAsync(postgres);
        var (packages, tools) = (Path.Combine(gated.Folder, "packages"), Path.Combine(gated.Folder, "tools"));

        // Publishing and packing write to the same folder: one after the other.
        _ = PublishedTool.Program;

        // What the tests themselves were built with is packed: the folder of their configuration is debug or release.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        await DotnetAsync(
            gated, "pack", Path.Combine(Workspace.Repository, "src", "Dataflux.Cli"), "--no-build", "-c", configuration, "-o",
            packages,
            "-nodeReuse:false");
        var package = Assert.Single(Directory.GetFiles(packages));
        Assert.StartsWith("dataflux.", Path.GetFileName(package), StringComparison.Ordinal);

        var sources = Path.Combine(gated.Folder, "nuget.config");
        await File.WriteAllTextAsync(
            sources,
            $"<configuration><packageSources><clear /><add key=\"folder\" value=\"{packages}\" /></packageSources></configuration>",
            TestContext.Current.CancellationToken);
        await DotnetAsync(gated, "tool", "install", "dataflux", "--tool-path", tools, "--configfile", sources);
        var installed = Assert.Single(Directory.GetFiles(tools, "dataflux.dll", SearchOption.AllDirectories));
        Assert.Equal(await HashAsync(Path.Combine(AppContext.BaseDirectory, "dataflux.dll")), await HashAsync(installed));

        // As a daemon, because that starts the tool's own program once more.
        using var tool = gated.StartProgram(Path.Combine(tools, "dataflux"), ["start", "gated.yaml"]);
        var started = await GatedMigration.EndAsync(tool);
        Assert.Equal((0, ""), (started.Code & ~ExitCode.CompleteWithRejects, started.Error));
        await gated.UntilAsync(status => status.Last?.ExitCode is not null);
        Assert.Equal(ExitCode.CompleteWithRejects, gated.Status.Last!.ExitCode);
        Assert.Equal(GatedMigration.Kept, await gated.CountAsync());
    }

    private static async Task DotnetAsync(GatedMigration gated, params string[] arguments)
    {
        using var dotnet = gated.StartProgram("dotnet", arguments, ("MSBUILDDISABLENODEREUSE", "1"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"));
        var end = await GatedMigration.EndAsync(dotnet);
        Assert.True(end.Code == 0, $"dotnet {string.Join(' ', arguments)}: {end.Out}{end.Error}");
    }

    private static async Task<string> HashAsync(string file) =>
        Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
}
