record Row(int Id);
record Picture([property: Key] int Id);

Row? parseItem(Item item) => new(item.Nmber("id"));
Missing transform(IReadOnlyList<Row> rows) => null;
int groupKey(int row) => row;
