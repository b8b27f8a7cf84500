using System.Text.RegularExpressions;
using System.Xml.Linq;
using Dataflux.Tests.Cli;

namespace Dataflux.Tests.Documentation;

/// <summary>The pictures of the pages, which <c>docs/pictures/make</c> makes of real runs.</summary>
public sealed partial class PictureTests
{
    private const int Largest = 60 * 1024;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Pictures =>
        [.. Directory.GetFiles(Path.Combine(Repository.Folder, "docs", "pictures"), "*.svg").Select(path => Path.GetFileName(path))];

    [Fact]
    public void Every_picture_that_a_page_shows_is_there_and_is_put_into_words()
    {
        var shown = Shown();

        Assert.NotEmpty(shown);
        Assert.All(shown, picture => Assert.True(File.Exists(picture.Path), $"{picture.Page} shows {picture.Path}, which is not there"));
        Assert.All(
            shown,
            picture => Assert.False(string.IsNullOrWhiteSpace(picture.Words), $"{picture.Page} does not say what is on {picture.Path}"));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_is_light_well_formed_and_shown_by_a_page(string picture)
    {
        var path = Path.Combine(Repository.Folder, "docs", "pictures", picture);
        var root = XDocument.Load(path).Root!;

        Assert.Equal(Svg + "svg", root.Name);
        Assert.False(string.IsNullOrWhiteSpace(root.Element(Svg + "title")?.Value));
        Assert.InRange(new FileInfo(path).Length, 1, Largest);
        Assert.Contains(path, Shown().Select(shown => shown.Path));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_loads_nothing_and_shows_no_folder_of_the_machine_that_made_it(string picture)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "pictures", picture));

        Assert.DoesNotMatch(FromElsewhere(), text);
        Assert.DoesNotContain("/tmp/", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/artifacts/", text, StringComparison.Ordinal);
    }

    private static List<(string Page, string Words, string Path)> Shown() =>
    [
        .. Repository.Files("*.md", "docs").Append(Path.Combine(Repository.Folder, "README.md")).SelectMany(
            page => Image().Matches(File.ReadAllText(page)).Select(
                match => (
                    Path.GetRelativePath(Repository.Folder, page),
                    match.Groups["words"].Value,
                    Path.GetFullPath(match.Groups["path"].Value, Path.GetDirectoryName(page)!)))),
    ];

    [GeneratedRegex(@"!\[(?<words>[^\]]*)\]\((?<path>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Image();

    [GeneratedRegex(@"(href|src)=""[^#d]|url\((?!#)|<script|<foreignObject|@import", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FromElsewhere();
}
