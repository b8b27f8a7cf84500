record Row(int Id);
abstract record Entity([property: Key] int Id);
record User(int Id) : Entity(Id);
record Session(int Id) : Entity(Id);

Row? parseItem(Item item) => null;
Entity? transform(IReadOnlyList<Row> rows) => null;
Task<int> upsert(ISqlTarget target, IReadOnlyList<User> batch) => target.Upsert(batch);
Task<int> upsert(ITarget target, IReadOnlyList<User> batch) => target.Upsert(batch);
