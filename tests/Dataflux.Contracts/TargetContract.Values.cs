using Dataflux.Engine.Ground;

namespace Dataflux.Contracts;

/// <content>Values that are hard to keep.</content>
public abstract partial class TargetContract
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task A_record_of_a_megabyte_or_of_the_largest_size_arrives_whole()
    {
        // Less a kilobyte for names and the other values.
        var length = Target.Capabilities.LargestRecord is { } largest ? Math.Min(largest - 1024, Megabyte) : Megabyte;
        var body = string.Concat(Enumerable.Range(0, length / 8).Select(i => $"{i:x8}"));

        await UpsertAsync(new Thing(1, "large", body), new Thing(2, "small"));

        Assert.Equal([new(1, "large", body), new(2, "small")], await ThingsAsync());
    }

    [Fact]
    public async Task A_record_that_is_too_large_is_refused_alone()
    {
        Assert.SkipWhen(Target.Capabilities.LargestRecord is null, "the target declares no largest record");
        var large = new Thing(1, "large", new string('x', Target.Capabilities.LargestRecord!.Value));

        var failure = await FailureOfAsync(() => UpsertAsync(large));

        Assert.Equal(FailureKind.Row, failure.Kind);
        await UpsertAsync(new Thing(2, "small"));
        Assert.Equal([new Thing(2, "small")], await ThingsAsync());
    }

    [Fact]
    public async Task Text_of_every_plane_and_with_every_mark_arrives_as_it_is()
    {
        Thing[] things =
        [
            new(1, "", ""),
            new(2, "'\"\\`$1{0}%s;--", "\t\r\n\b\f\u001b\u007f\u0085\u2028"),
            new(3, "Zürich Ελλάδα", "日本語 \U0001F600 \U0010FFFF e\u0301"),
            new(4, " spaces ", "null"),
            new(5, "NULL", null),
        ];

        await UpsertAsync(things);

        Assert.Equal(things, await ThingsAsync());
    }

    [Fact]
    public async Task A_text_with_U0000_arrives_as_it_is_or_its_record_is_refused()
    {
        var zero = new Thing(1, "zero", "a\0b");
        var thrown = await Record.ExceptionAsync(() => UpsertAsync(zero));
        if (thrown is null)
        {
            Assert.Equal([zero], await ThingsAsync());
            return;
        }

        Assert.Equal(FailureKind.Row, Target.Classify(thrown).Kind);
        Assert.Empty(await ThingsAsync());
        await UpsertAsync(new Thing(2, "good"));
        Assert.Equal([new Thing(2, "good")], await ThingsAsync());
    }

    [Fact]
    public async Task Times_are_kept_as_precisely_as_is_declared()
    {
        var precision = Target.Capabilities.TimePrecision;
        Assert.True(precision >= TimeSpan.FromTicks(1), "the precision must be at least .NET's, a tick of 100 ns");
        Moment[] moments =
        [
            new(1, new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.Zero).AddTicks(9_999_999)),
            new(2, new DateTimeOffset(1969, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(1)),
            new(3, new DateTimeOffset(2026, 7, 1, 2, 0, 0, TimeSpan.FromHours(2)).AddTicks(1_234_567)),
        ];

        await Session.WriteAsync(target => target.Upsert(moments), Stop);
        var again = await Session.WriteAsync(target => target.Upsert(moments), Stop);

        var kept = (await fixture.MomentsAsync(Stop)).OrderBy(static moment => moment.Id).Select(static moment => moment.At.UtcTicks);
        Assert.Equal(moments.Select(moment => moment.At.UtcTicks - (moment.At.UtcTicks % precision.Ticks)), kept);
        Assert.Equal(3, Target.Capabilities.IsAppendOnly ? again.Inserted : again.Unchanged);
    }
}
