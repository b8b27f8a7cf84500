record Row(long Id, string Name);

[Table("picture")]
record Picture([property: Key] long Id, string Name);

Row? parseItem(Item item) => new(item.Int64("id"), item.String("name"));

Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id, rows[0].Name);
