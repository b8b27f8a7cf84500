using Dataflux.Dialects.OpenSearch.Indexes;

namespace Dataflux.Tests.Dialects.OpenSearch;

/// <summary>Names that an alias and the indexes behind it can have, by OpenSearch's documentation of index names.</summary>
public sealed class IndexNameTests
{
    [Theory]
    [InlineData("pictures")]
    [InlineData("Pictures")] // an alias may have capitals; its indexes get small ones
    [InlineData("bilder-2026.ä")]
    public void A_name_that_OpenSearch_takes_is_taken(string alias) => Assert.Null(IndexName.Problem(alias));

    [Theory]
    [InlineData("")]
    [InlineData("_pictures")]
    [InlineData("-pictures")]
    [InlineData("+pictures")]
    [InlineData("a b")]
    [InlineData("a,b")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a*")]
    [InlineData("a?")]
    [InlineData("a\"b")]
    [InlineData("a<b>")]
    [InlineData("a|b")]
    [InlineData("a#b")]
    [InlineData("a:b")]
    public void A_name_that_OpenSearch_refuses_is_named(string alias) =>
        Assert.Contains(alias, IndexName.Problem(alias)!, StringComparison.Ordinal);

    [Fact]
    public void An_index_has_at_most_255_bytes_with_its_stamp()
    {
        Assert.Null(IndexName.Problem(new string('a', 237)));
        Assert.Contains("too long", IndexName.Problem(new string('a', 238))!, StringComparison.Ordinal);
        Assert.Contains("too long", IndexName.Problem(new string('ä', 119))!, StringComparison.Ordinal);
    }
}
