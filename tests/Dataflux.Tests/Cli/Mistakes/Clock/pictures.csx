record Row(long Id, DateTime ReadAt);

[Table("picture")]
record Picture([property: Key] long Id, DateTime ReadAt);

Row? parseItem(Item item) => new(item.Int64("id"), DateTime.UtcNow);

Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id, rows[0].ReadAt);
