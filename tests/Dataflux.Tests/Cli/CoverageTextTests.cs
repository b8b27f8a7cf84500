using Dataflux.Cli.Output;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Reporting;

namespace Dataflux.Tests.Cli;

/// <summary>What the end of a run says of attributes that were never read.</summary>
public class CoverageTextTests
{
    [Fact]
    public void The_first_five_are_named_with_their_share_and_an_example_on_lines_that_no_terminal_obeys()
    {
        var names = new[] { "ttl", "a\u001b[31mb", "c", "d", "e", "f", "g" };
        var coverage = new CoverageFindings(1_000, [.. names.Select(
            (name, i) => new UnreadAttribute(name, 1_000 - (i * 120)) { Example = i == 0 ? "\"x\"" : null, IsNew = i == 1 })])
        {
            PartsNotCounted = 2,
        };

        var lines = SummaryText.Lines(ScriptedRun.Summary() with { Coverage = coverage }).Select(static line => line.Text)
            .SkipWhile(line => !line.Contains("never read", StringComparison.Ordinal)).Take(8);

        Assert.Equal(
            [
                "  never read                 7  attributes of the 1,000 items that became rows",
                "                                ttl in 100.0 % of them, e.g. \"x\"",
                "                                a\\u001b[31mb in 88.0 % of them, new since the last run",
                "                                c in 76.0 % of them",
                "                                d in 64.0 % of them",
                "                                e in 52.0 % of them",
                "                                2 more, see summary.json",
                "                                not counted in 2 files done before attributes were counted",
            ],
            lines);
    }

    [Fact]
    public void Nothing_is_said_where_all_was_read_and_what_to_do_where_it_is_an_error()
    {
        var nothing = ScriptedRun.Summary() with { Coverage = new(10, []) };
        var failed = ScriptedRun.Summary() with { Coverage = new(10, [new("a", 1)]) { Fails = true } };

        Assert.DoesNotContain(SummaryText.Lines(nothing), line => line.Text.Contains("never read", StringComparison.Ordinal));
        Assert.Equal(
            ("pictures: complete, but with attributes that were never read after 00:00:10, run 1", 1),
            (SummaryText.Lines(failed).First().Text, failed.ExitCode));
        Assert.Contains("'coverage: ignore' in pictures.yaml", NextStep.After(failed, "pictures.yaml", "rejects.ndjson", hasShell: true));
        Assert.Equal((0, RunOutcome.Complete), (nothing.ExitCode, failed.Outcome));
    }
}
