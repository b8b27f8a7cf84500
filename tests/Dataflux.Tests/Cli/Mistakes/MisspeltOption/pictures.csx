record Row(long Id, string Name);

[Table("picture")]
record Picture([property: Key] long Id, string Name);

Row? parseItem(Item item, ProfileContext ctx) => item.Int64("id") > ctx.Get<long>("from") && item.Int64("id") < ctx.Get<long?>("maxId")
    ? new(item.Int64("id"), ctx.Require<string>("prefix") + item.String("name"))
    : ctx.Get<bool>("keepAll") ? new(0, ctx.Get<string>("suffix") ?? "") : null;

Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id, rows[0].Name);
