using Dataflux.Profiles;

namespace Dataflux.Contracts;

public abstract partial class SourceContract
{
    [Fact]
    public async Task A_catalog_describes_the_items_that_are_read()
    {
        Assert.SkipWhen(fixture.Dialect.Catalog is null, "the dialect has no catalog");

        var described = await fixture.Dialect.Catalog!.DescribeAsync(fixture.Settings, Stop);

        Assert.True(described.IsChosen, "the settings name tables, and the catalog says that they name none");
        Assert.Equal(Items.Length, described.Tables.Count);
        Assert.All(
            fixture.Dialect.Options.Where(option => option.Secret && fixture.Settings.Has(option.Name)),
            option => Assert.DoesNotContain(fixture.Settings.Text(option.Name)!, described.Location, StringComparison.Ordinal));
        foreach (var part in PartsOf(await _source.OpenAsync(Stop)))
        {
            var items = await ReadAsync(_source, part);
            var table = described.Tables[PartOf(items)];
            var item = Item.Parse(items[0].Line);

            Assert.Null(table.Problem);
            Assert.NotEmpty(table.Key);
            Assert.All(table.Key, name => Assert.Contains(name, table.Columns.Select(static column => column.Name)));
            Assert.Equal(table.Columns.Select(static column => column.Name), NamesOf(item));
            Assert.All(table.Columns, column => Assert.Contains(item[column.Name].Type, column.Attributes));
        }
    }

    private static List<string> NamesOf(Item item)
    {
        var names = new List<string>();
        foreach (var (name, _) in item)
            names.Add(name);

        return names;
    }
}
