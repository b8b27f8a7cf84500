record Row(int Id);

void parseItem(Item item) { }
int filter(Row row) => 1;
string transform(IReadOnlyList<Row> rows) => "";
void onStart(ISqlTarget target) { }
