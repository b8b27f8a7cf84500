using System.Diagnostics;
using Dataflux.Engine.Ground;

namespace Dataflux.IntegrationTests.Daemon;

public sealed class StopTests(PostgreSqlFixture postgres)
{
    [Fact]
    public async Task A_second_signal_ends_a_run_whose_batch_does_not_end_and_the_next_run_goes_on()
    {
        await using var gated = await GatedMigration.CreateAsync(postgres);
        await gated.CloseGateAsync(2);
        using var run = gated.Start(["migrate", "gated.yaml"]);
        await gated.UntilAsync(status => status.Last?.FilesDone == 1);

        await TerminateAsync(run);
        await gated.UntilAsync(status => status.Last?.Stopping == true);
        Assert.False(run.HasExited, "the first signal did not wait for the batch that is under way");
        await TerminateAsync(run);
        var end = await GatedMigration.EndAsync(run);

        Assert.Equal(ExitCode.Terminated, end.Code);
        Assert.Contains("Stopping: finishing the current batches and saving.", end.Error, StringComparison.Ordinal);
        await gated.OpenGateAsync(2);
        var resumed = await gated.RunAsync("migrate", "gated.yaml");
        Assert.Equal(ExitCode.CompleteWithRejects, resumed.Code);
        Assert.Contains("Resuming: 1 of 3 files done before, with 200 items", resumed.Out, StringComparison.Ordinal);
        Assert.Equal(GatedMigration.Kept, await gated.CountAsync());
    }

    private static async Task TerminateAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-s", "TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
