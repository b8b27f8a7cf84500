// Lists of prices, as a spreadsheet writes them, become items of DynamoDB: a file for each day, and the newest price of a product stays.

record Product([property: Key] string Sku, string Name, decimal Price, int? Stock, IReadOnlySet<string> Tags);

Product parseItem(Item line) => new(
    line.String("sku"), line.String("name"), line.Decimal("price"), line.TryInt32("stock"),
    line.TryString("tags")?.Split(',').ToHashSet() ?? []);
