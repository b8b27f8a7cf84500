record Row(Guid Id, string Name);

[Table("picture")]
record Picture([property: Key] Guid Id, string Name);

Row? parseItem(Item item) => new(Guid.NewGuid(), item.String("name"));

Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id, rows[0].Name);
