record Row(int Id);
record Picture([property: Key] int Id);

Row? parseItem(Item item) => null;
IEnumerable<IEnumerable<Row>> groupRows(IReadOnlyList<Row> rows) => rows.GroupBy(r => r.Id);
int groupKey(Row row) => row.Id;
Picture? transform(IReadOnlyList<Row> rows) => null;
