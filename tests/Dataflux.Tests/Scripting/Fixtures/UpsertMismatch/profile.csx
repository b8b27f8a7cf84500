record Row(int Id);
record Picture([property: Key] int Id);
record Photo([property: Key] int Id);

Row? parseItem(Item item) => null;
Picture? transform(IReadOnlyList<Row> rows) => null;

    Task<int> upsert(ISqlTarget target, IReadOnlyList<Photo> batch) => target.Upsert(batch);
