using System.Net;
using System.Net.Sockets;
using Dataflux.Cli;
using Dataflux.Dialects;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Cli;

/// <summary>The target is connected to while the export is opened: which of the two is wrong must not be mixed up.</summary>
public sealed class WrongExportTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_wrong_export_is_what_is_said_while_the_server_does_not_answer()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        Assert.Equal(
            ExitCode.Failed,
            await MigrateAsync($"connection: postgresql://u:p@127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/db?connect_timeout=600"));

        Assert.Contains(Path.Combine(_work.Folder, "missing"), _work.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", _work.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_export_starts_no_private_server()
    {
        Assert.Equal(ExitCode.Failed, await MigrateAsync(""));

        Assert.Contains(Path.Combine(_work.Folder, "missing"), _work.Error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Folder, ".dataflux", "postgresql")));
        Assert.False(Directory.Exists(Path.Combine(_work.Folder, ".dataflux", "pictures", "postgresql")));
    }

    private Task<int> MigrateAsync(string target)
    {
        _work.LoadProfile = _ => ScriptedRun.Loaded(_ => throw new InvalidOperationException("there is nothing to run"));
        _work.With("pictures.csx", "// a script").With("pictures.yaml", $$"""
            name: pictures
            profile: pictures.csx
            source:
              type: local-dynamodb
              path: missing
            target:
              type: postgresql
              {{target}}
            """);
        return DatafluxCommand.RunAsync(
            ["migrate", "pictures.yaml"], _work.Console, _work.Composition with { Dialects = ShippedDialects.Registry },
            TestContext.Current.CancellationToken);
    }
}
