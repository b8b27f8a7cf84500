using Dataflux.Composing.Output;
using Dataflux.Definitions;

namespace Dataflux.Tests.Cli;

public class FigureTests
{
    [Theory]
    [InlineData(0, "0 items")]
    [InlineData(1, "1 item")]
    [InlineData(999, "999 items")]
    [InlineData(40_123_456, "40,123,456 items")]
    public void Counts_have_thousands_separators(long count, string expected) => Assert.Equal(expected, Figures.Count(count, "item"));

    [Theory]
    [InlineData(0, 0, "0.0 %")]
    [InlineData(1, 3, "33.3 %")]
    [InlineData(9_999_999, 10_000_000, "99.9 %")]
    [InlineData(5, 5, "100.0 %")]
    public void Only_what_is_complete_shows_a_hundred_percent(double part, double whole, string expected) =>
        Assert.Equal(expected, Figures.Percent(part, whole));

    [Theory]
    [InlineData(0, "00:00:00")]
    [InlineData(851, "00:14:11")]
    [InlineData(86_399, "23:59:59")]
    [InlineData(183_600, "2d 03:00:00")]
    public void Time_spans_read_like_a_clock(int seconds, string expected) =>
        Assert.Equal(expected, Figures.Clock(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d", 172_800)]
    public void Durations_are_read(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.Parse(text));

    [Theory]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("-5s")]
    [InlineData("5 m")]
    [InlineData("99999999999999999999s")]
    [InlineData("400d")]
    public void What_is_no_duration_is_refused(string text) => Assert.Null(DurationText.Parse(text));

    [Theory]
    [InlineData("batchsize", "batchSize")]
    [InlineData("prefxi", "prefix")]
    [InlineData("postgres", "postgresql")]
    [InlineData("zzz", null)]
    [InlineData("-x", null)]
    public void A_slip_of_the_hand_is_understood(string given, string? meant) =>
        Assert.Equal(meant, Suggestion.Nearest(given, ["batchSize", "prefix", "postgresql", "-b"]));
}
