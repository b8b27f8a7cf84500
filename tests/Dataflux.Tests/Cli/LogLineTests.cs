using System.Text.RegularExpressions;

namespace Dataflux.Tests.Cli;

public sealed partial class LogLineTests
{
    [Fact]
    public void Every_log_line_of_the_command_line_is_defined_in_RunLines()
    {
        var folder = Path.Combine(Repository.Folder, "src", "Dataflux.Cli");
        var sources = Repository.Files("*.cs", Path.Combine("src", "Dataflux.Cli")).Where(path => Path.GetFileName(path) != "RunLines.cs")
            .ToList();
        var written = sources.SelectMany(path => Written().Matches(File.ReadAllText(path))
            .Select(match => $"{Path.GetRelativePath(folder, path)}: {match.Value}")).ToList();

        Assert.True(written.Count > 15, $"only {written.Count} calls were found");
        Assert.All(written, call => Assert.DoesNotContain("\"", call, StringComparison.Ordinal));
    }

    // A call that writes a line, as far as the beginning of its text.
    [GeneratedRegex(
        @"\b_?log\.(Debug|Info|Warn|WarnEach|Error|FileOnly)\(\s*\S{1,3}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}
