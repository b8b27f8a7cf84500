record Row(int Id);
record Picture([property: Key] int Id);

Row? parseItem(in Item item) => null;
Picture? transform<T>(IReadOnlyList<T> rows) => null;
