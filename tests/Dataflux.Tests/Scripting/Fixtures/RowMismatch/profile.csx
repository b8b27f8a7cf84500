record Row(int Id);
record Other(int Id);
record Picture([property: Key] int Id);

Row? parseItem(Item item) => null;

bool filter(Other row) => true;

int groupKey(Other row) => row.Id;

Picture? transform(IReadOnlyList<Other> rows) => null;
