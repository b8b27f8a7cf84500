record Row(int Id);
record Picture([property: Key] int Id);

Row? parseItem(Item item) => null;
IReadOnlyList<Row> groupRows(IReadOnlyList<Row> rows) => rows;
Picture? transform(Row row) => null;
