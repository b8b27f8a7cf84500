using Dataflux.Engine.Targets;

namespace Dataflux.Contracts;

/// <content>Rows that are added, and shown when the run is complete.</content>
public abstract partial class TargetContract
{
    private static readonly DateTimeOffset s_exportTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_is_only_added_is_counted_as_inserted_or_deleted_whatever_is_there()
    {
        Assert.SkipUnless(Target.Capabilities.IsAppendOnly, "the target declares that it looks at what is there");
        await UpsertAsync(new Thing(1, "one"), new Thing(2, "two"));

        Assert.Equal(new WriteCounts(2, 0, 0), await UpsertAsync(new Thing(1, "one"), new Thing(2, "deux")));
        Assert.Equal(
            new WriteCounts(0, 0, 0, 2),
            await Session.WriteAsync(static target => target.Delete([new ThingKey(2), new ThingKey(9)]), Stop));

        Assert.Equal([new Thing(1, "one")], await ThingsAsync());
    }

    [Fact]
    public async Task Rows_are_shown_when_they_are_published_and_not_before()
    {
        var publication = NeedsPublication();
        await publication.BeginAsync(RunOf(), Stop);
        await WritePartAsync(1, new Thing(1, "one"));
        Assert.Empty(await ShownAsync());

        var files = await publication.PublishAsync(new(1, 0, 0), static _ => { }, Stop);
        await publication.PublishAsync(new(1, 0, 0), static _ => { }, Stop);
        await publication.EndAsync(Stop);

        Assert.Equal([new Thing(1, "one")], await ShownAsync());
        Assert.Equal(1, files.Sum(static file => file.Rows));
    }

    [Fact]
    public async Task Rows_of_a_part_that_was_not_done_are_forgotten_when_the_run_is_gone_on_with()
    {
        var forgets = Target.Capabilities.IsAppendOnly; // what is looked up is met again instead
        await NeedsPublication().BeginAsync(RunOf(), Stop);
        await WritePartAsync(1, new Thing(1, "one"));
        var before = new Thing(2, "before the crash");
        await WritePartAsync(2, forgets ? [before, new Thing(3, "in no later reading")] : [before]);

        var other = await OpenAsync();
        var publication = other.Capabilities.Publication!;
        await publication.BeginAsync(RunOf("part 1"), Stop);
        await WritePartAsync(2, await OpenSessionAsync(other), new Thing(2, "two"));
        var files = await publication.PublishAsync(new(1, 1, 0), static _ => { }, Stop);

        Assert.Equal([new Thing(1, "one"), new Thing(2, "two")], await ShownAsync());
        Assert.Equal(2, files.Sum(static file => file.Rows));
    }

    [Fact]
    public async Task A_stretch_of_a_part_that_was_not_done_is_forgotten_and_those_before_it_stay()
    {
        Assert.SkipUnless(Target.Capabilities.IsAppendOnly, "the target declares that it looks at what is there, and meets it again");
        await NeedsPublication().BeginAsync(RunOf(), Stop);
        await WritePartAsync(1, new Thing(1, "first stretch"));
        Session.Part = new WrittenPart(1, "part 1", "position 2", 0);
        await UpsertAsync(new Thing(2, "second stretch"));

        var other = await OpenAsync();
        var publication = other.Capabilities.Publication!;
        var done = new Dictionary<string, string?> { ["part 1"] = "position 2" };
        await publication.BeginAsync(new(Migration, s_exportTime, done, [0]), Stop);
        await publication.PublishAsync(default, static _ => { }, Stop);

        Assert.Equal([new Thing(1, "first stretch")], await ShownAsync());
    }

    [Fact]
    public async Task A_run_that_starts_over_takes_the_place_of_all_that_was_shown()
    {
        var publication = NeedsPublication();
        Assert.SkipWhen(publication.ShowsOnce, "the target declares that what one run has shown is not replaced");
        foreach (var id in new[] { 1, 2 })
        {
            await publication.BeginAsync(RunOf(), Stop);
            await WritePartAsync(1, new Thing(id, "one"));
            await publication.PublishAsync(new(1, 0, 0), static _ => { }, Stop);
            await publication.EndAsync(Stop);
        }

        Assert.Equal([new Thing(2, "one")], await ShownAsync());
        await publication.BeginAsync(RunOf(), Stop);
        await publication.PublishAsync(default, static _ => { }, Stop);
        Assert.Empty(await ShownAsync());
    }

    [Fact]
    public async Task A_publication_that_ends_at_any_step_is_done_again_and_nothing_else_is_shown_meanwhile()
    {
        if (!NeedsPublication().ShowsOnce)
        {
            await NeedsPublication().BeginAsync(RunOf(), Stop);
            await WritePartAsync(1, new Thing(1, "before"));
            await NeedsPublication().PublishAsync(new(1, 0, 0), static _ => { }, Stop);
            await NeedsPublication().EndAsync(Stop);
        }

        await NeedsPublication().BeginAsync(RunOf(), Stop);
        await WritePartAsync(1, new Thing(1, "after"));
        await WritePartAsync(2, new Thing(2, "new"));
        for (var last = 1; ; last++)
        {
            var steps = 0;
            try
            {
                await (await OpenAsync()).Capabilities.Publication!.PublishAsync(
                    new(2, 0, 0),
                    _ =>
                    {
                        if (++steps == last)
                            throw new OperationCanceledException();
                    },
                    Stop);
            }
            catch (OperationCanceledException)
            {
                var shown = await ShownAsync();
                Assert.True(
                    shown is [{ Label: "before" }] or [{ Label: "after" }, { Label: "new" }]
                        || (shown.Length == 0 && NeedsPublication().ShowsOnce),
                    $"step {last} shows {shown.Length} rows");
                continue;
            }

            break;
        }

        Assert.Equal([new(1, "after"), new Thing(2, "new")], await ShownAsync());
    }

    private static PublishedRun RunOf(params string[] done) =>
        new(Migration, s_exportTime, done.ToDictionary(static name => name, static _ => (string?)null), [0]);

    private async Task<Thing[]> ShownAsync() => [.. (await fixture.ShownAsync(Stop)).OrderBy(static thing => thing.Id)];

    private Task<WriteCounts> WritePartAsync(int number, params Thing[] things) => WritePartAsync(number, Session, things);

    private static Task<WriteCounts> WritePartAsync(int number, ITargetSession session, params Thing[] things)
    {
        session.Part = new WrittenPart(number, $"part {number}", Position: null, Link: 0);
        return session.WriteAsync(target => target.Upsert(things), Stop);
    }

    private IPublication NeedsPublication()
    {
        Assert.SkipWhen(Target.Capabilities.Publication is null, "the target declares that it shows rows as soon as they are committed");
        return Target.Capabilities.Publication!;
    }
}
