using Dataflux.Tests.Cli;

namespace Dataflux.Tests.Documentation;

/// <summary>The page of what a profile calls says what the sources say.</summary>
public sealed class ApiPageTests
{
    private static readonly string Approved = Path.Combine(Repository.Folder, "docs", "api.md");

    [Fact]
    public void The_page_is_what_the_documentation_comments_say()
    {
        var actual = ApiPage.Write();
        if (File.ReadAllText(Approved) == actual)
            return;

        var proposal = Path.Combine(AppContext.BaseDirectory, "api.md");
        File.WriteAllText(proposal, actual);
        Assert.Fail($"{Approved} is not what src/Dataflux.Profiles says; look at it, and approve it with: cp {proposal} {Approved}");
    }

    [Fact]
    public void Every_public_type_is_on_the_page_or_known_not_to_be_called_by_a_profile() => Assert.Equal(
        ApiPage.Types.Concat(ApiPage.NotForAuthors).Order(StringComparer.Ordinal),
        typeof(Dataflux.Profiles.Item).Assembly.GetExportedTypes().Where(type => !type.IsNested).Select(type => type.Name)
            .Order(StringComparer.Ordinal));
}
