// Orders, one row each: a full export and the incremental ones after it. Deleted orders are deleted.

record Row(string Id, string Customer, decimal Total, Json Detail);

[Table("orders")]
record Order(
    [property: Key] string Id,
    string Customer,
    decimal Total,
    [property: Column("detail", TypeName = "jsonb")] Json Detail);

// What a delete needs: the table and its key.
[Table("orders")]
record OrderKey([property: Key] string Id);

Task onStart(ISqlTarget target) => target.Execute("""
    create table if not exists orders (
        id       text primary key,
        customer text not null,
        total    numeric not null,
        detail   jsonb not null)
    """);

Row? parseItem(Item item) => new(item.String("id"), item.String("customer"), item.Decimal("total"), item.Map("detail").ToJson());

Order transform(Row row) => new(row.Id, row.Customer, row.Total, row.Detail);

// A deleted item has no attributes any more: Keys always says which one it was, OldImage what it was, where the export has it.
OrderKey? deleteItem(Item item) => new(item.Keys.String("id"));
