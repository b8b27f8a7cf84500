record Row(int Id);
record Picture([property: Key] int Id);

Row? parseitem(Item item) => null;
IEnumerable<IEnumerable<Row>> groupRow(IReadOnlyList<Row> rows) => [rows];
Picture? transfrom(IReadOnlyList<Row> rows) => null;
Task<int> Upserts(ISqlTarget target, IReadOnlyList<Picture> batch) => target.Upsert(batch);
bool alter(Row row) => true;
