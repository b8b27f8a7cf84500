record Row(int Id);
record Picture([property: Key] int Id);

Row? parseItem(Item item) => null;
int[] groupKey(Row row) => [row.Id];
Picture? transform(IReadOnlyList<Row> rows) => null;
