// Three tables become one of DynamoDB: a customer with the orders is one partition, an order with its lines another. So "a customer's
// newest orders" and "an order with all that is in it" are one query each, which is what the keys are chosen for.

abstract record Entity([property: Key] string Pk, [property: Key] string Sk, string Type);

record Customer(string Pk, string Sk, string Name, string? Email, DateOnly Joined) : Entity(Pk, Sk, "customer");

record Order(string Pk, string Sk, long OrderId, DateTimeOffset PlacedAt, string Status, Item Address) : Entity(Pk, Sk, "order");

record Line(string Pk, string Sk, string Sku, int Quantity, decimal Price) : Entity(Pk, Sk, "line");

Entity parseItem(Item row) => row.String("table") switch
{
    "shop.customers" => new Customer(
        $"CUSTOMER#{row.Int32("id")}", "PROFILE", row.String("name"), row.TryString("email"), DateOnly.Parse(row.String("joined"))),
    "shop.orders" => OrderOf(row),
    "shop.order_lines" => new Line(
        $"ORDER#{row.Int64("order_id")}", $"LINE#{row.Int32("position"):000}", row.String("sku"), row.Int32("quantity"), row.Decimal("price")),
    var table => throw new FormatException($"the table {table} has no place here"),
};

// Texts of one length sort as times do.
Order OrderOf(Item row)
{
    var placed = row.Timestamp("placed");
    var id = row.Int64("id");
    return new(
        $"CUSTOMER#{row.Int32("customer_id")}", $"ORDER#{placed:yyyy-MM-ddTHH:mm:ssZ}#{id}", id, placed, row.String("status"), row.Map("address"));
}
