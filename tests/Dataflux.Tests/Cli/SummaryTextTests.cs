using Dataflux.Cli.Output;

namespace Dataflux.Tests.Cli;

/// <summary>What the end of a run says of its items, and of what to do next.</summary>
public sealed class SummaryTextTests
{
    [Fact]
    public void Of_a_source_that_is_followed_it_says_what_was_loaded_and_what_came_by_the_stream()
    {
        var summary = ScriptedRun.Summary();
        var followed = summary with { ManifestItems = null, StreamItems = 1 };

        var items = SummaryText.Lines(followed).Select(static line => line.Text)
            .First(line => line.TrimStart().StartsWith("items ", StringComparison.Ordinal));

        Assert.EndsWith(
            $"{summary.Counts.Items - 1:N0} loaded, 1 of the stream, which has no count to compare with", items, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_to_look_into_the_target_is_named_where_there_is_one()
    {
        var summary = ScriptedRun.Summary();

        Assert.Equal("Next: look at the result with: dataflux sql a.yaml", NextStep.After(summary, "a.yaml", "rejects", hasShell: true));
        Assert.Equal($"Next: look at the result ({summary.Target})", NextStep.After(summary, "a.yaml", "rejects", hasShell: false));
        Assert.Equal(
            "Next: fetch it", NextStep.After(summary with { PublishedNext = "fetch it" }, "a.yaml", "rejects", hasShell: false));
    }
}
