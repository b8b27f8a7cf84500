// A nested message of a device becomes rows of four tables: the device, the event, its readings, its tags.

abstract record Part;

[Table("devices")]
record Device([property: Key] string Id, string Model, string Firmware, DateTimeOffset SeenAt) : Part;

[Table("device_events")]
record DeviceEvent([property: Key] string Id, string DeviceId, DateTimeOffset At, decimal? Latitude, decimal? Longitude) : Part;

[Table("readings")]
record Reading([property: Key] string EventId, [property: Key] int Position, string Sensor, decimal Value, string Unit) : Part;

[Table("event_tags")]
record EventTag([property: Key] string EventId, [property: Key] string Tag) : Part;

record Row(Device Device, DeviceEvent Event, IReadOnlyList<Reading> Readings, IReadOnlyList<EventTag> Tags);

Row parseItem(Item item)
{
    var (id, at) = (item.String("eventId"), item.Timestamp("at"));
    var device = item.Map("device");
    var location = device.TryMap("location");
    return new Row(
        new Device(device.String("id"), device.String("model"), device.String("firmware"), at),
        new DeviceEvent(id, device.String("id"), at, location?.Decimal("lat"), location?.Decimal("lon")),
        [.. item.List("readings").Select(value => value.AsMap()).Select((reading, position) =>
            new Reading(id, position, reading.String("sensor"), reading.Decimal("value"), reading.String("unit")))],
        [.. (item.TryStringSet("tags") ?? []).Select(tag => new EventTag(id, tag))]);
}

// All of an item is written in one transaction, in the order the types are declared: a row finds what it refers to.
IEnumerable<Part> transform(Row row) => [row.Device, row.Event, .. row.Readings, .. row.Tags];

// A device comes with each of its events; the latest says what it is. The other types need no rules: an event never changes.
Task<int> upsert(ISqlTarget target, IReadOnlyList<Device> batch) => target.Upsert(batch, on => on
    .Set("model", OfLater("model")).Set("firmware", OfLater("firmware"))
    .Set("seen_at", "greatest(devices.seen_at, excluded.seen_at)"));

static string OfLater(string column) =>
    $"case when excluded.seen_at >= devices.seen_at then excluded.{column} else devices.{column} end";

async Task onStart(ISqlTarget target)
{
    await target.Execute("""
        create table if not exists devices (
            id text primary key, model text not null, firmware text not null, seen_at timestamptz not null)
        """);
    await target.Execute("""
        create table if not exists device_events (
            id text primary key, device_id text not null references devices, at timestamptz not null, latitude numeric, longitude numeric)
        """);
    await target.Execute("""
        create table if not exists readings (
            event_id text references device_events, position integer, sensor text not null, value numeric not null, unit text not null,
            primary key (event_id, position))
        """);
    await target.Execute("""
        create table if not exists event_tags (event_id text references device_events, tag text, primary key (event_id, tag))
        """);
}
