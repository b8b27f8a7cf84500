record Row(int Id);
record Picture([property: Key] int Id);

Row? parseItem(Item item) => null;
Row? ParseItem(Item item) => null;
Picture? transform(IReadOnlyList<Row> rows) => null;
Picture? transform(IReadOnlyList<Row> rows, ProfileContext ctx) => null;
