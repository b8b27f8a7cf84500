namespace Dataflux.Tests.Scripting;

/// <summary>A profile without <c>transform</c> writes what <c>parseItem</c> returns.</summary>
public sealed class RowsAsRecordsTests : IDisposable
{
    private const string Picture = "[Table(\"picture\")] record Picture([property: Key] int Id);\n";
    private readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [InlineData(Picture + "Picture? parseItem(Item item) => new(7);")]
    [InlineData("interface IRecord;\n[Table(\"picture\")] record Picture([property: Key] int Id) : IRecord;\nIRecord? parseItem(Item item) => "
        + "new Picture(7);")]
    [InlineData("record struct Picture([property: Key] int Id);\nPicture? parseItem(Item item) => new(7);")]
    public void A_row_that_is_marked_as_a_record_is_written_as_it_is(string script)
    {
        _scripts.With("pictures.csx", script);

        Assert.Equal(["Picture { Id = 7 }", "Picture { Id = 7 }"], _scripts.Run(items: 2).Records);
        Assert.Equal(["Picture { Id = 7 }"], _scripts.Run(cached: true).Records);
        Assert.Equal(["Picture { Id = 7 }"], _scripts.Run(cached: true).Records);
    }

    [Theory]
    [InlineData("record Picture(int Id);\nPicture? parseItem(Item item) => new(7);")]
    [InlineData(Picture + "Picture? parseItem(Item item) => new(7);\nint groupKey(Picture row) => row.Id;")]
    public void A_row_that_is_no_record_or_comes_in_groups_needs_a_transform(string script)
    {
        _scripts.With("pictures.csx", script);

        Assert.Equal("DF0101", Assert.Single(_scripts.Load().Problems).Code);
    }
}
