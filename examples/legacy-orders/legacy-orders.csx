// A table that has grown over the years becomes one that says what it means: cents become a decimal, letters become words, a list in a
// text becomes an array. A row is an item: its columns are attributes, jsonb is a map, and null is NULL.

record Row(long No, int CustomerNo, DateTimeOffset Placed, string State, long TotalCents, string? Tags, string? City, int Parcels);

[Table("orders")]
record Order(
    [property: Key] long Id, int CustomerId, DateTimeOffset PlacedAt, string Status, decimal Total, string[] Tags, string? City, int Parcels);

[Table("orders")]
record OrderKey([property: Key] long Id);

Row parseItem(Item item)
{
    var shipping = item.TryMap("shipping");
    return new(
        item.Int64("no"), item.Int32("customer_no"), item.Timestamp("placed"), item.String("state"), item.Int64("total_cents"),
        item.TryString("tags"), shipping?.String("city"), shipping?.List("parcels").Count ?? 0);
}

Order transform(Row row) => new(
    row.No, row.CustomerNo, row.Placed, Word(row.State), row.TotalCents / 100m, row.Tags?.Split(',') ?? [], row.City, row.Parcels);

// Of a table that is followed: what to delete for a row that is deleted.
OrderKey deleteItem(Item item) => new(item.Keys.Int64("no"));

string Word(string state) => state switch
{
    "N" => "new",
    "P" => "paid",
    "S" => "shipped",
    "C" => "cancelled",
    _ => throw new FormatException($"the state {state} has no word"),
};

Task onStart(ISqlTarget target) => target.Execute("""
    create table if not exists orders (
        id bigint primary key, customer_id integer not null, placed_at timestamptz not null, status text not null,
        total numeric(12, 2) not null, tags text[] not null, city text, parcels integer not null)
    """);
