// The state of each device becomes a row; its measurements are the other migration's.

[Table("devices")]
record Device([property: Key] string Id, string Model, string Firmware, DateTimeOffset SeenAt, Json Settings);

Device? parseItem(Item item) => item.String("sk") == "STATE"
    ? new(item.String("pk")["DEVICE#".Length..], item.String("model"), item.String("firmware"), item.Timestamp("seenAt"),
        item.Map("settings").ToJson())
    : null;

Task onStart(ISqlTarget target) => target.Execute("""
    create table if not exists devices (
        id text primary key, model text not null, firmware text not null, seen_at timestamptz not null, settings jsonb not null)
    """);
