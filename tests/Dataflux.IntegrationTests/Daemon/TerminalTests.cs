using System.Text;
using Dataflux.Engine.Ground;
using Dataflux.Tests.Cli;

namespace Dataflux.IntegrationTests.Daemon;

public sealed class TerminalTests(PostgreSqlFixture postgres)
{
    private const int Columns = 100;

    [Fact]
    public async Task A_terminal_shows_bar_files_rejects_and_waits_and_at_the_end_whole_log_lines_alone()
    {
        await using var gated = await GatedMigration.CreateAsync(postgres);
        await gated.CloseGateAsync(2);
        using var run = gated.StartInTerminal(Columns, "migrate gated.yaml");
        var output = new StringBuilder();

        await UntilShownAsync(
            "the second file", rows => rows.Any(row => row.StartsWith("1 of 3 files done: f2.json.gz", StringComparison.Ordinal)));
        var rows = Screen();
        Assert.Contains(
            rows, row => row.StartsWith("gated ━", StringComparison.Ordinal) && row.Contains(" of 600 items  ", StringComparison.Ordinal));

        // A connection that nobody uses at the moment is given up without a word.
        await gated.UntilHeldAsync();
        await gated.BreakConnectionsAsync();
        await UntilShownAsync("a retry", rows => rows[^1].StartsWith("writing to the target failed: attempt ", StringComparison.Ordinal));
        Assert.Matches(@"^[1-3] rejected \([1-3] by transform\), [1-9] retr", Screen()[^2]);

        await gated.OpenGateAsync(2);
        output.Append((await GatedMigration.EndAsync(run)).Out);
        Assert.Equal(ExitCode.CompleteWithRejects, run.ExitCode);

        // Nothing is left of the block, and every log line is as it is in the file; lines about progress are in the file alone.
        rows = Screen();
        var log = await File.ReadAllLinesAsync(Path.Combine(gated.StateFolder, "run.log"), TestContext.Current.CancellationToken);
        var summary = log.Index().First(line => line.Item.EndsWith("gated: complete with rejects", StringComparison.Ordinal)
            || line.Item.Contains("] gated: complete", StringComparison.Ordinal)).Index;
        var expected = log[..summary]
            .Where(
                line => !line.Contains(" DEBUG ", StringComparison.Ordinal)
                    && !line.Contains("] Processing file", StringComparison.Ordinal)
                        && !line.Contains(" items, ", StringComparison.Ordinal))
            .SelectMany(line => line.Chunk(Columns).Select(row => new string(row).TrimEnd()));
        Assert.Equal(expected, rows.TakeWhile(row => !row.StartsWith("gated: complete", StringComparison.Ordinal)));
        Assert.DoesNotContain(rows, row => row.Contains('━', StringComparison.Ordinal));

        IReadOnlyList<string> Screen() => new TerminalScreen(Columns).Write(output.ToString()).Rows;

        async Task UntilShownAsync(string what, Func<IReadOnlyList<string>, bool> holds)
        {
            var buffer = new char[4096];
            while (!(Screen() is { Count: > 0 } shown && holds(shown)))
            {
                var read = await run.StandardOutput.ReadAsync(buffer, TestContext.Current.CancellationToken);
                Assert.True(read > 0, $"the program ended before it showed {what}: {output}");
                output.Append(buffer, 0, read);
            }
        }
    }
}
