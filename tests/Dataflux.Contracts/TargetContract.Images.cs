using Dataflux.Engine.Targets;

namespace Dataflux.Contracts;

/// <content>Images of the rows that a run changes, by which it is undone.</content>
public abstract partial class TargetContract
{
    private const long Run = 1;
    private const long Undoing = 2;

    [Fact]
    public async Task A_run_whose_images_are_kept_is_undone()
    {
        var images = NeedsImages();
        Thing[] before = [new(1, "one", "body"), new(2, "two")];
        await UpsertAsync(before);
        await images.KeepAsync(Migration, Run, Stop);
        await UpsertAsync(new Thing(1, "eins"), new Thing(3, "three"));
        await Session.WriteAsync(static target => target.Delete([new ThingKey(2)]), Stop);
        await images.EndAsync(Stop);

        await using var undo = await images.OpenAsync(Migration, Run, force: false, Stop);
        var counts = await undo!.CountAsync(Stop);
        await UndoAsync(undo);

        Assert.Equal((1, 2), (counts.Sum(static table => table.Delete), counts.Sum(static table => table.Restore)));
        Assert.Equal(before, await ThingsAsync());
        Assert.Equal(new UndoDone(1, 2, 0), await undo.DoneAsync(Stop));
        Assert.Empty(await LeftAsync(undo));
    }

    [Fact]
    public async Task A_row_that_somebody_changed_since_is_left_as_it_is_and_named()
    {
        var images = NeedsImages();
        await UpsertAsync(new Thing(1, "one"), new Thing(2, "two"));
        await images.KeepAsync(Migration, Run, Stop);
        await UpsertAsync(new Thing(1, "eins"), new Thing(2, "zwei"));
        await images.EndAsync(Stop);
        await UpsertAsync(new Thing(1, "uno"));

        await using var undo = await images.OpenAsync(Migration, Run, force: false, Stop);
        await UndoAsync(undo!);

        Assert.Equal([new Thing(1, "uno"), new Thing(2, "two")], await ThingsAsync());
        var left = Assert.Single(await LeftAsync(undo!));
        Assert.Equal(("1", true), (left.Key["id"], left.ChangedSince));
    }

    [Fact]
    public async Task Images_are_committed_with_the_rows_or_not_at_all()
    {
        var images = NeedsImages();
        NeedsTransactions();
        await UpsertAsync(new Thing(1, "one"));
        await images.KeepAsync(Migration, Run, Stop);
        await Assert.ThrowsAsync<InvalidDataException>(() => Session.WriteAsync(
            static async target =>
            {
                await target.Upsert([new Thing(1, "eins")]);
                throw new InvalidDataException("after the upsert");
            },
            Stop));
        await images.EndAsync(Stop);

        await using (var undo = await images.OpenAsync(Migration, Run, force: false, Stop))
            Assert.Equal(0, undo is null ? 0 : (await undo.CountAsync(Stop)).Sum(static table => table.Images));

        await images.ForgetAsync(Migration, Run, Stop);
        Assert.Null(await images.OpenAsync(Migration, Run, force: false, Stop));
        Assert.Equal(0, await images.BytesAsync(Migration, Run, Stop));
    }

    private static async Task UndoAsync(IUndo undo)
    {
        await undo.BeginAsync(Undoing, Stop);
        foreach (var step in undo.Steps)
        {
            for (var after = 0L; await undo.NextAsync(step, after, size: 10, Stop) is { } piece; after = piece.Last)
                await undo.ApplyAsync(piece, static () => { }, Stop);
        }
    }

    private static async Task<List<UndoLeft>> LeftAsync(IUndo undo)
    {
        var left = new List<UndoLeft>();
        await foreach (var row in undo.LeftAsync(new Dictionary<(string Table, long Image), string>(), Stop))
            left.Add(row);

        return left;
    }

    private IRunImages NeedsImages()
    {
        Assert.SkipWhen(Target.Capabilities.Images is null, "the target declares that it keeps no images of the rows that a run changes");
        Assert.SkipWhen(Target.Capabilities.Images!.KeepsAlways, "the target declares that it keeps what was there as a whole");
        return Target.Capabilities.Images!;
    }
}
