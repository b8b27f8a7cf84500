
namespace Dataflux.Contracts;

/// <content>What becomes of records.</content>
public abstract partial class TargetContract
{
    [Fact]
    public async Task The_counts_of_a_write_say_what_became_of_each_record()
    {
        NeedsMerging();
        var written = 0;
        await UpsertAsync(new(1, "one"), new(2, "two", Amount: 2));

        var counts = await Session.WriteAsync(
            async target => written = await target.Upsert([new Thing(1, "one"), new(2, "two", Amount: 22), new(3, "three")]), Stop);

        Assert.Equal((1, 1, 1, 0), (counts.Inserted, counts.Updated, counts.Unchanged, counts.Deleted));
        Assert.Equal(2, written);
        Assert.Equal([new(1, "one"), new(2, "two", Amount: 22), new(3, "three")], await ThingsAsync());
    }

    [Fact]
    public async Task Records_that_are_written_again_change_nothing()
    {
        NeedsMerging();
        Thing[] things = [.. Enumerable.Range(1, 200).Select(i => new Thing(i, $"thing {i}", i % 3 == 0 ? null : $"body {i}", -i))];
        var first = await UpsertAsync(things);

        var again = await UpsertAsync(things);

        Assert.Equal((200, 0, 0), (first.Inserted, first.Updated, first.Unchanged));
        Assert.Equal((0, 0, 200), (again.Inserted, again.Updated, again.Unchanged));
        Assert.Equal(things, await ThingsAsync());
    }

    [Fact]
    public async Task A_key_that_occurs_twice_in_a_batch_ends_as_its_last_record_says()
    {
        var counts = await UpsertAsync(new(1, "first"), new(2, "other"), new(1, "last"), new(3, "one more"), new(2, "other's last"));

        Assert.Equal([new(1, "last"), new(2, "other's last"), new(3, "one more")], await ThingsAsync());
        Assert.Equal(5, counts.Inserted + counts.Updated + counts.Unchanged);
    }

    [Fact]
    public async Task Calls_of_one_write_and_the_writes_of_a_session_take_effect_in_their_order()
    {
        await UpsertAsync(new Thing(1, "before"), new Thing(2, "before"));

        await Session.WriteAsync(
            async target =>
            {
                await target.Delete([new ThingKey(1), new ThingKey(2)]);
                await target.Upsert([new Thing(1, "back")]);
                await target.Upsert([new Thing(3, "short-lived")]);
                await target.Delete([new ThingKey(3)]);
            },
            Stop);
        await UpsertAsync(new Thing(1, "after"));

        Assert.Equal([new Thing(1, "after")], await ThingsAsync());
    }

    [Fact]
    public async Task A_key_to_delete_that_is_not_there_is_counted_and_no_error()
    {
        NeedsMerging();
        var deleted = 0;
        await UpsertAsync(new Thing(1, "one"), new Thing(2, "two"));

        var counts = await Session.WriteAsync(async target => deleted = await target.Delete([new ThingKey(2), new ThingKey(9)]), Stop);

        Assert.Equal((1, 1, 1), (deleted, counts.Deleted, counts.Unchanged));
        Assert.Equal([new Thing(1, "one")], await ThingsAsync());
    }

    [Fact]
    public async Task An_empty_batch_is_written_and_is_nothing()
    {
        var counts = await Session.WriteAsync(
            async target =>
            {
                Assert.Equal(0, await target.Upsert(Array.Empty<Thing>()));
                Assert.Equal(0, await target.Delete(Array.Empty<ThingKey>()));
            },
            Stop);

        Assert.Equal(default, counts);
        Assert.Equal(default, await Session.WriteAsync(static _ => Task.CompletedTask, Stop));
        Assert.Empty(await ThingsAsync());
    }

    [Fact]
    public async Task Sessions_write_at_the_same_time()
    {
        var other = await OpenSessionAsync(Target);
        Task WriteAsync(int first, Engine.Targets.ITargetSession session) => Task.Run(
            async () =>
            {
                for (var i = first; i < 20; i += 2)
                    await session.WriteAsync(target => target.Upsert([new Thing(i, $"thing {i}")]), Stop);
            },
            Stop);

        await Task.WhenAll(WriteAsync(0, Session), WriteAsync(1, other));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => new Thing(i, $"thing {i}")), await ThingsAsync());
    }
}
