using Dataflux.Engine.State;
using Dataflux.Engine.Targets;

namespace Dataflux.Contracts;

/// <content>What belongs together, and who may write.</content>
public abstract partial class TargetContract
{
    [Fact]
    public async Task A_write_is_all_or_nothing()
    {
        NeedsTransactions();
        await UpsertAsync(new Thing(1, "before"), new Thing(2, "before"));

        await Assert.ThrowsAsync<InvalidDataException>(() => Session.WriteAsync(
            async target =>
            {
                await target.Upsert([new Thing(1, "changed"), new Thing(3, "new")]);
                await target.Delete([new ThingKey(2)]);
                throw new InvalidDataException("the profile's own");
            },
            Stop));

        Assert.Equal([new Thing(1, "before"), new Thing(2, "before")], await ThingsAsync());
    }

    [Fact]
    public async Task A_record_that_is_refused_takes_back_all_of_its_write()
    {
        NeedsTransactions();
        var refused = NeedsRefused();

        await FailureOfAsync(() => Session.WriteAsync(
            async target =>
            {
                await target.Upsert([new Thing(1, "good")]);
                await target.Upsert([new Thing(2, "good"), refused, new Thing(3, "good")]);
            },
            Stop));

        Assert.Empty(await ThingsAsync());
    }

    [Fact]
    public async Task Nobody_sees_a_write_before_it_is_committed()
    {
        NeedsTransactions();

        await Session.WriteAsync(
            async target =>
            {
                await target.Upsert([new Thing(1, "one")]);
                Assert.Empty(await ThingsAsync());
            },
            Stop);

        Assert.Equal([new Thing(1, "one")], await ThingsAsync());
    }

    [Fact]
    public async Task A_second_writer_is_refused_until_the_first_is_gone()
    {
        Assert.SkipWhen(Target.Capabilities.SingleWriter is null, "the target declares that it cannot keep a second writer away");
        await ClaimAsync(Target);
        await ClaimAsync(Target);
        var second = await OpenAsync();

        var refused = await Assert.ThrowsAsync<StateException>(() => ClaimAsync(second));

        Assert.Contains(Migration, refused.Message, StringComparison.Ordinal);
        await ClaimAsync(await OpenAsync(), "another");
        await UpsertAsync(new Thing(1, "the first"));
        await Session.DisposeAsync();
        await Target.DisposeAsync();
        await ClaimAsync(second);
        await (await OpenSessionAsync(second)).WriteAsync(target => target.Upsert([new Thing(1, "the second")]), Stop);
        Assert.Equal([new Thing(1, "the second")], await ThingsAsync());
    }

    [Fact]
    public async Task It_is_the_same_target_with_the_same_tables_for_as_long_as_nothing_happens_to_it()
    {
        Assert.SkipWhen(Target.Capabilities.History is null, "the target declares that it cannot tell whether it is the one that it was");
        var other = await OpenAsync();
        var before = await Target.Capabilities.History!.HistoryAsync(Stop);

        await UpsertAsync(new Thing(1, "one"));

        var after = await other.Capabilities.History!.HistoryAsync(Stop);
        Assert.Equal(
            (before.System, before.Database, before.Timeline, before.Start), (after.System, after.Database, after.Timeline, after.Start));
        Assert.NotEmpty(before.Tables);
        Assert.Equal(before.Tables, after.Tables);
        Assert.True(Target.Capabilities.KeepsDocuments, "what a target is must be kept in it, as documents");
    }

    [Fact]
    public async Task What_a_rehearsal_has_done_is_taken_back()
    {
        Assert.SkipWhen(Target.Capabilities.Rehearsals is null, "the target declares that it cannot take back what was done to it");
        await UpsertAsync(new Thing(1, "before"));
        await using (var rehearsal = await Target.Capabilities.Rehearsals!.RehearseAsync(Stop))
        {
            await rehearsal.PrepareAsync([typeof(Thing)], Stop);
            await rehearsal.StepAsync(target => target.Upsert([new Thing(1, "changed"), new Thing(2, "new")]), Stop);
            await Assert.ThrowsAsync<InvalidDataException>(() => rehearsal.StepAsync(
                async target =>
                {
                    await target.Upsert([new Thing(3, "taken back alone")]);
                    throw new InvalidDataException("the profile's own");
                },
                Stop));

            var rows = await rehearsal.RowsAsync([new Thing(2, ""), new Thing(3, "")], areKeys: false, Stop);
            Assert.NotNull(rows[0]?.Columns);
            Assert.Null(rows[1]?.Columns);
        }

        Assert.Equal([new Thing(1, "before")], await ThingsAsync());
    }

    private static Task ClaimAsync(ITargetConnection target, string migration = Migration) =>
        target.Capabilities.SingleWriter!.ClaimAsync(migration, Stop);
}
