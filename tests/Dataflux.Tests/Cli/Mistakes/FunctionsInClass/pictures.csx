record Row(long Id, string Name);

[Table("picture")]
record Picture([property: Key] long Id, string Name);

static class Profile
{
    static Row? parseItem(Item item) => new(item.Int64("id"), item.String("name"));

    static Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id, rows[0].Name);
}
