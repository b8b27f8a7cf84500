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
    public async Task Documents_and_rows_are_committed_together()
    {
        NeedsDocuments();
        WriteCounts told = default;

        var counts = await Session.WriteAsync(
            target => target.Upsert([new Thing(1, "one")]),
            async (documents, written) =>
            {
                told = written;
                await documents.DeleteAsync(Migration);
                await documents.PutAsync(Migration, "place", new byte[] { 1 });
            },
            Stop);

        Assert.Equal((1, counts), (told.Inserted, told));
        Assert.Equal([new Thing(1, "one")], await ThingsAsync());
        Assert.Equal(["place:1"], await DocumentsAsync());
    }

    [Fact]
    public async Task Documents_and_rows_are_taken_back_together()
    {
        NeedsDocuments();
        NeedsTransactions();
        await KeepAsync(static documents => documents.DeleteAsync(Migration));

        await Assert.ThrowsAsync<InvalidDataException>(() => Session.WriteAsync(
            target => target.Upsert([new Thing(1, "one")]),
            async (documents, _) =>
            {
                await documents.PutAsync(Migration, "place", new byte[] { 1 });
                throw new InvalidDataException("after the document");
            },
            Stop));

        Assert.Empty(await ThingsAsync());
        Assert.Empty(await DocumentsAsync());
    }

    [Fact]
    public async Task Documents_are_read_in_the_order_of_their_names_and_replaced_where_they_are_as_expected()
    {
        NeedsDocuments();
        bool[] replaced = [];
        await KeepAsync(async documents =>
        {
            await documents.DeleteAsync(Migration);
            foreach (var (name, content) in new (string, byte)[] { ("b", 1), ("a-1", 2), ("B", 3), ("a.1", 4) })
            {
                await documents.PutAsync(Migration, name, new[] { content });
            }

            await documents.PutAsync("another", "b", new byte[] { 9 });
        });

        await KeepAsync(async documents => replaced =
        [
            await documents.ReplaceAsync(Migration, "b", new byte[] { 5 }, new byte[] { 1 }),
            await documents.ReplaceAsync(Migration, "b", new byte[] { 5 }, new byte[] { 1 }),
            await documents.ReplaceAsync(Migration, "B", new byte[] { 6 }, new byte[] { 1 }),
            await documents.ReplaceAsync(Migration, "none", new byte[] { 7 }, new byte[] { 1 }),
        ]);

        Assert.Equal([true, true, false, false], replaced);
        Assert.Equal(["B:3", "a-1:2", "a.1:4", "b:5"], await DocumentsAsync());
        await KeepAsync(static documents => documents.DeleteAsync(Migration));
        Assert.Empty(await DocumentsAsync());
        Assert.Equal(["b:9"], await DocumentsAsync("another"));
    }

    [Fact]
    public async Task A_second_writer_is_refused_until_the_first_is_gone()
    {
        Assert.SkipUnless(Target.Capabilities.HasSingleWriter, "the target declares that it cannot keep a second writer away");
        await Target.ClaimAsync(Migration, Stop);
        await Target.ClaimAsync(Migration, Stop);
        var second = await OpenAsync();

        var refused = await Assert.ThrowsAsync<StateException>(() => second.ClaimAsync(Migration, Stop));

        Assert.Contains(Migration, refused.Message, StringComparison.Ordinal);
        await (await OpenAsync()).ClaimAsync("another", Stop);
        await UpsertAsync(new Thing(1, "the first"));
        await Session.DisposeAsync();
        await Target.DisposeAsync();
        await second.ClaimAsync(Migration, Stop);
        await (await OpenSessionAsync(second)).WriteAsync(target => target.Upsert([new Thing(1, "the second")]), Stop);
        Assert.Equal([new Thing(1, "the second")], await ThingsAsync());
    }

    private Task<WriteCounts> KeepAsync(Func<ITargetDocuments, Task> keep) =>
        Session.WriteAsync(static _ => Task.CompletedTask, (documents, _) => keep(documents), Stop);

    private async Task<string[]> DocumentsAsync(string migration = Migration)
    {
        var found = new List<string>();
        await KeepAsync(async documents =>
        {
            await foreach (var (name, content) in documents.ReadAsync(migration).WithCancellation(Stop))
            {
                found.Add($"{name}:{string.Join(',', content)}");
            }
        });
        return [.. found];
    }
}
