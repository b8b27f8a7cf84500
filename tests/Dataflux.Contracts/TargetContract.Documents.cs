using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Contracts;

/// <content>Documents beside the rows.</content>
public abstract partial class TargetContract
{
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
                await documents.PutAsync(Migration, name, new[] { content });

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
    public async Task Of_two_that_replace_a_document_at_the_same_time_one_is_told_that_it_is_too_late()
    {
        NeedsDocuments();
        await KeepAsync(async documents =>
        {
            await documents.DeleteAsync(Migration);
            await documents.PutAsync(Migration, "place", new byte[] { 1 });
        });
        var other = await OpenSessionAsync(Target);
        Task<bool>? second = null;

        var first = await ReplaceAsync(Session, 2, meanwhile: () => second = ReplaceAsync(other, 3));

        Assert.NotEqual(first, await second!);
        Assert.Equal([first ? "place:2" : "place:3"], await DocumentsAsync());
    }

    private async Task<bool> ReplaceAsync(ITargetSession session, byte content, Action? meanwhile = null)
    {
        var replaced = false;
        try
        {
            await session.WriteAsync(
                static _ => Task.CompletedTask,
                async (documents, _) =>
                {
                    replaced = await documents.ReplaceAsync(Migration, "place", new[] { content }, new byte[] { 1 });
                    meanwhile?.Invoke();
                },
                Stop);
            return replaced;
        }
        catch (Exception e) when (Target.Classify(e).Kind == FailureKind.Transient)
        {
            return false;
        }
    }

    private Task<WriteCounts> KeepAsync(Func<ITargetDocuments, Task> keep) =>
        Session.WriteAsync(static _ => Task.CompletedTask, (documents, _) => keep(documents), Stop);

    private async Task<string[]> DocumentsAsync(string migration = Migration)
    {
        var found = new List<string>();
        await KeepAsync(async documents =>
        {
            await foreach (var (name, content) in documents.ReadAsync(migration).WithCancellation(Stop))
                found.Add($"{name}:{string.Join(',', content)}");
        });
        return [.. found];
    }
}
