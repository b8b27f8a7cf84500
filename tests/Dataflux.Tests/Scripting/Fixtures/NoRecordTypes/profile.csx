record Row(int Id);
abstract record Entity(int Id);
record User(int Id) : Entity(Id);

Row? parseItem(Item item) => null;
IEnumerable<Entity> transform(IReadOnlyList<Row> rows) => [];
