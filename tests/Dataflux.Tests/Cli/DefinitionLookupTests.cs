using Dataflux.Definitions;
using Dataflux.Definitions.Ground;

namespace Dataflux.Tests.Cli;

public sealed class DefinitionLookupTests : IDisposable
{
    private readonly Workspace _work = new Workspace()
        .With("dataflux.yaml", "").With("here.yaml", "").With("both.yaml", "")
        .With("migrations/both.yaml", "").With("migrations/pictures.yaml", "").With("migrations/users.yml", "")
        .With("migrations/pictures.csx", "");

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("here.yaml", "here.yaml")]
    [InlineData("here", "here.yaml")]
    [InlineData("both", "both.yaml")]
    [InlineData("pictures.yaml", "migrations/pictures.yaml")]
    [InlineData("pictures", "migrations/pictures.yaml")]
    [InlineData("users", "migrations/users.yml")]
    [InlineData("migrations/both.yaml", "migrations/both.yaml")]
    public void A_definition_is_found_here_or_in_migrations(string name, string expected) =>
        Assert.Equal(Path.Combine(_work.Folder, expected), new DefinitionLookup(_work.Folder).Find(name));

    [Fact]
    public void A_name_that_is_not_there_lists_those_that_are()
    {
        var e = Assert.Throws<UsageException>(() => new DefinitionLookup(_work.Folder).Find("picture.yaml"));

        Assert.Equal($"""
            there is no definition 'picture.yaml' in {_work.Folder} or its folder 'migrations'; did you mean 'migrations/pictures.yaml'?
            There is:
              both.yaml
              here.yaml
              migrations/both.yaml
              migrations/pictures.yaml
              migrations/users.yml
            """, e.Message);
    }
}
