using Dataflux.Authoring.Checking.Reports;

namespace Dataflux.Tests.Cli.Checking;

public sealed class SourceExcerptTests
{
    [Theory]
    [InlineData("abc", 1, "abc", 0)]
    [InlineData("abc", 3, "abc", 2)]
    [InlineData("abc  ", 4, "abc", 3)]
    [InlineData("abc", 0, "abc", null)]
    [InlineData("", 1, "", 0)]
    [InlineData("\tx\ty", 4, "    x    y", 9)]
    [InlineData("日本x", 3, "日本x", 4)]
    [InlineData("😀x", 3, "😀x", 2)]
    [InlineData("a\u001b[31mx", 7, "a?[31mx", 6)]
    public void The_caret_is_below_the_column_as_a_terminal_shows_it(string line, int column, string text, int? caret)
    {
        Assert.Equal(new SourceExcerpt(text, caret), SourceExcerpt.Of(line, column));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    [InlineData(500)]
    [InlineData(999)]
    public void A_long_line_is_cut_around_the_column(int column)
    {
        var line = new string('.', 1_000).Remove(column - 1, 1).Insert(column - 1, "x");

        var excerpt = SourceExcerpt.Of(line, column);

        Assert.InRange(excerpt.Text.Length, 160, 162);
        Assert.Equal('x', excerpt.Text[excerpt.Caret!.Value]);
    }
}
