// Items that differ from each other stay whole, as jsonb; the few attributes that are searched and sorted by get columns of their own.

record Row(string Sku, string Title, decimal? Price, DateTimeOffset UpdatedAt, Json Document);

[Table("products")]
record Product(
    [property: Key] string Sku, string Title, decimal? Price, DateTimeOffset UpdatedAt,
    [property: Column("document", TypeName = "jsonb")] Json Document);

// ToJson is plain JSON: numbers keep all their 38 digits, sets become lists.
Row parseItem(Item item) =>
    new(item.String("sku"), item.String("title"), item.TryDecimal("price"), item.Timestamp("updated", Epoch.Seconds), item.ToJson());

Product transform(Row row) => new(row.Sku, row.Title, row.Price, row.UpdatedAt, row.Document);

Task onStart(ISqlTarget target) => target.Execute("""
    create table if not exists products (
        sku text primary key, title text not null, price numeric, updated_at timestamptz not null, document jsonb not null)
    """);

// An index is cheaper to build over all rows than to keep up row by row.
Task onComplete(ISqlTarget target) => target.Execute(
    "create index if not exists products_document on products using gin (document jsonb_path_ops)");
