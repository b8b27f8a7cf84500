using Dataflux.Tests.Cli;

namespace Dataflux.Tests.Documentation;

/// <summary>Of every block of commands on the pages it is known whether a test executes it.</summary>
public sealed class CommandMarkTests
{
    [Fact]
    public void Every_block_of_commands_is_executed_by_a_test_or_says_why_not()
    {
        var tests = Repository.Files("*Tests.cs", "tests").Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet();

        var wrong = CommandBlock.In(Repository.Folder)
            .Where(block => !block.IsExecuted && block.Reason is null && (block.Test is not { } test || !tests.Contains(test)))
            .Select(block => $"{block}: say above it '<!-- executed -->', '<!-- executed by SomeTests -->' or '<!-- not executed: why -->'; "
                + $"found '{block.Mark}'");

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("```sh\ndataflux status\n```\n", "")]
    [InlineData("<!-- executed -->\n```sh\ndataflux status\n```\n", "executed")]
    [InlineData("<!-- not executed: it needs a bucket -->\n```bash\ndataflux status\n```\n", "not executed: it needs a bucket")]
    [InlineData("<!-- executed -->\n\n```sh\ndataflux status\n```\n", "")]
    [InlineData(
        "<!-- not executed on this page: mistakes -->\n\nA sentence.\n\n```sh\ndataflux status\n```\n", "not executed on this page: mistakes")]
    public void A_mark_belongs_to_the_block_below_it(string page, string mark) =>
        Assert.Equal(mark, Assert.Single(CommandBlock.Of("page.md", page)).Mark);
}
