// An item for every step of a parcel becomes one row per parcel: where it is now, when it started, and all its steps.

record Step(string Parcel, int Number, string Status, string Place, DateTimeOffset At);

[Table("parcels")]
record Parcel(
    [property: Key] string Id, string Status, string Place, int LastStep, int StepCount,
    DateTimeOffset StartedAt, DateTimeOffset ChangedAt, Json Steps);

Step parseItem(Item item) =>
    new(item.String("parcel"), item.Int32("step"), item.String("status"), item.String("place"), item.Timestamp("at", Epoch.Milliseconds));

string groupKey(Step step) => step.Parcel;

Parcel transform(IReadOnlyList<Step> steps)
{
    var inOrder = steps.OrderBy(step => step.Number).ToList(); // items come in no order
    var last = inOrder[^1];
    return new Parcel(
        last.Parcel, last.Status, last.Place, last.Number, inOrder.Count, inOrder.Min(step => step.At), inOrder.Max(step => step.At),
        Json.Serialize(inOrder.ToDictionary(step => step.Number, step => new { status = step.Status, place = step.Place, at = step.At })));
}

// A group is what one file holds of a parcel; its other steps may be in other files. So a row meets one that is there already, and
// every rule gives the same whichever comes first and however often: keep the later state, put the steps together by their number,
// count what is there. Adding up ('step_count + excluded.step_count') would count twice what is migrated twice.
Task<int> upsert(ISqlTarget target, IReadOnlyList<Parcel> batch) => target.Upsert(batch, on => on
    .Set("status", OfLater("status")).Set("place", OfLater("place"))
    .Set("last_step", "greatest(parcels.last_step, excluded.last_step)")
    .Set("started_at", "least(parcels.started_at, excluded.started_at)")
    .Set("changed_at", "greatest(parcels.changed_at, excluded.changed_at)")
    .Set("steps", "parcels.steps || excluded.steps")
    .Set("step_count", "(select count(*) from jsonb_object_keys(parcels.steps || excluded.steps))"));

static string OfLater(string column) =>
    $"case when excluded.last_step >= parcels.last_step then excluded.{column} else parcels.{column} end";

Task onStart(ISqlTarget target) => target.Execute("""
    create table if not exists parcels (
        id text primary key, status text not null, place text not null, last_step integer not null, step_count integer not null,
        started_at timestamptz not null, changed_at timestamptz not null, steps jsonb not null)
    """);
