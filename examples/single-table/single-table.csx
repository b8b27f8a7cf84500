// One DynamoDB table holds users, their sessions and the events in them; each kind becomes a table of its own, in one pass.
// The keys:  USER#0001 | PROFILE      USER#0001 | SESSION#001      USER#0001 | SESSION#001#EVENT#0001

// Records of several types have one base. They are written in the order they are declared here.
abstract record Entity;

[Table("users")]
record User([property: Key] string Id, string Name, string? Email, DateTimeOffset Since) : Entity;

[Table("sessions")]
record Session([property: Key] string UserId, [property: Key] int Number, string Device, DateTimeOffset StartedAt) : Entity;

[Table("events")]
record Event(
    [property: Key] string UserId, [property: Key] int SessionNumber, [property: Key] int Number, string Kind, DateTimeOffset At) : Entity;

Entity? parseItem(Item item)
{
    if (item.String("pk").Split('#') is not ["USER", var user]) return null; // counters and the like

    return item.String("sk").Split('#') switch
    {
        ["PROFILE"] =>
            new User(user, item.String("name"), item.TryString("email"), item.Timestamp("since", Epoch.Seconds)),
        ["SESSION", var session] =>
            new Session(user, int.Parse(session), item.String("device"), item.Timestamp("startedAt", Epoch.Seconds)),
        ["SESSION", var session, "EVENT", var number] =>
            new Event(user, int.Parse(session), int.Parse(number), item.String("kind"), item.Timestamp("at", Epoch.Seconds)),
        // To the reject file, with this reason.
        _ => throw new FormatException($"a user's item with the unknown sort key '{item.String("sk")}'"),
    };
}

Entity transform(Entity entity) => entity;

// Items come in no order: an event may arrive before its user. So the foreign keys are taken away at the start and set at the end.
async Task onStart(ISqlTarget target)
{
    await target.Execute("""
        create table if not exists users (id text primary key, name text not null, email text, since timestamptz not null)
        """);
    await target.Execute("""
        create table if not exists sessions (
            user_id text, number integer, device text not null, started_at timestamptz not null, primary key (user_id, number))
        """);
    await target.Execute("""
        create table if not exists events (
            user_id text, session_number integer, number integer, kind text not null, at timestamptz not null,
            primary key (user_id, session_number, number))
        """);
    await target.Execute("alter table sessions drop constraint if exists sessions_user");
    await target.Execute("alter table events drop constraint if exists events_session");
}

async Task onComplete(ISqlTarget target)
{
    await target.Execute("alter table sessions add constraint sessions_user foreign key (user_id) references users");
    await target.Execute("alter table events add constraint events_session foreign key (user_id, session_number) references sessions");
}
