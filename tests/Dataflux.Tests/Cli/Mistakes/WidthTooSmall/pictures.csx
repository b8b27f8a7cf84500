record Row(int Id, string Name);

[Table("picture")]
record Picture([property: Key] int Id, string Name);

Row? parseItem(Item item) => new(item.Int32("id"), item.String("name"));

Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id, rows[0].Name);
