// A table is copied into another one: items keep all their attributes with their types, counters stay behind, and the seconds of a
// profile's or session's begin become a date beside them.

Item parseItem(Item item) => item;

bool filter(Item item) => item.String("pk") != "COUNTER";

DynamoDbItem transform(IReadOnlyList<Item> rows)
{
    var item = rows[0];
    var seconds = item.TryInt64("since") ?? item.TryInt64("startedAt");
    return item.ToDynamoDb()
        .Set("day", seconds is { } began ? DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(began).UtcDateTime) : null)
        .Remove("email");
}
