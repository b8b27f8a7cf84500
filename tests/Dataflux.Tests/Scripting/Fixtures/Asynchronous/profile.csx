record Row(int Id);
record Picture([property: Key] int Id);

Row? parseItem(Item item) => null;
ValueTask<bool> filter(Row row) => new(true);
async Task<Picture?> transform(IReadOnlyList<Row> rows)
{
    await Task.Yield();
    return null;
}
