record Row(int Id);
record Picture([property: Key] int Id);
record Keyless(int Id);

Row? parseItem(Item item) => null;
Picture? transform(IReadOnlyList<Row> rows) => null;
Keyless? deleteItem(Row row) => null;
