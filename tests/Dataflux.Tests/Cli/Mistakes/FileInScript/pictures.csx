var names = System.IO.File.Exists("names.txt") ? "old" : "new";
record Row(long Id, string Name);

[Table("picture")]
record Picture([property: Key] long Id, string Name);

Row? parseItem(Item item) => new(item.Int64("id"), names);

Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id, rows[0].Name);
