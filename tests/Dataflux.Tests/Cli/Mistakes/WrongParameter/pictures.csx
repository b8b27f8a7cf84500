record Row(long Id, string Name);

[Table("picture")]
record Picture([property: Key] long Id, string Name);

Row? parseItem(string item) => new(1, item);

Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id, rows[0].Name);
