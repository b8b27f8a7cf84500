using System.Runtime.Versioning;
using Dataflux.Dialects.PostgreSql.Embedded;
using Dataflux.IntegrationTests.Executable;
using Dataflux.Tests.Documentation;

namespace Dataflux.IntegrationTests.Documentation;

/// <summary>Blocks of commands that are marked as executed work as printed, one after another in one project.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CommandBlockTests : IDisposable
{
    private readonly Workspace _project = Workspace.CreateUnconfigured();

    [Fact]
    public async Task Commands_of_the_pages_work_as_printed()
    {
        CompiledScripts.ShareWith(_project.Folder);
        Directory.CreateSymbolicLink(
            Path.Combine(_project.Folder, "export"), Path.Combine(_project.Folder, "examples", "single-table", "export"));
        Directory.CreateDirectory(Path.Combine(_project.Folder, ".zfunc"));
        _project.SetVariable("HOME", _project.Folder);
        _project.SetVariable(
            "PATH", $"{Path.GetDirectoryName(PublishedTool.Program)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");

        // Each command would start and stop the project's server, and some that of tests as well.
        await using var server = await EmbeddedServer.StartAsync(ServerIn(".dataflux"), TestContext.Current.CancellationToken);
        await using var scratch = await EmbeddedServer.StartAsync(
            ServerIn(Path.Combine(".dataflux", "cache")), TestContext.Current.CancellationToken);
        await _project.RunAsync(0, "migrate", "pictures.yaml", "--quiet");
        var blocks = CommandBlock.In(Workspace.Repository).Where(block => block.IsExecuted).ToList();

        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
        {
            var said = Path.Combine(_project.Folder, "said.txt");
            var exit = await _project.ShellAsync($"set -e; exec > '{said}' 2>&1\n{block.Commands}");
            Assert.True(exit == 0, $"{block} ended with {exit}:\n{block.Commands}{await ReadAsync(said)}");
        }
    }

    public void Dispose() => _project.Dispose();

    private string ServerIn(string folder) => Path.Combine(_project.Folder, folder, "postgresql");

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
}
