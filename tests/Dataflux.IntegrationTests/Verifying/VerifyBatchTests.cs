using Dataflux.Engine.Comparing;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;

namespace Dataflux.IntegrationTests.Verifying;

/// <summary>
/// With <c>verify: batch</c> a run finds by itself what is not as it was written, also in the batches of a process that was interrupted.
/// </summary>
public sealed class VerifyBatchTests(PostgreSqlFixture server) : ParcelTests(server)
{
    // Whoever looks right after the commit sees it; the run itself is told that it wrote.
    private const string Trigger = """
        create function meddle() returns trigger language plpgsql as 'begin if new.total % 20 = 0 then new.note := ''meddled''; end if; return new; end';
        create trigger meddles before insert or update on parcel for each row execute function meddle();
        """;

    [Fact]
    public async Task Batches_are_compared_after_their_commit_and_differences_are_listed_and_end_the_run_with_5()
    {
        await SqlAsync(Table);
        var (source, last) = History(new Random(5));
        var clean = await MigrateAsync(source, 2, verifies: true);
        Assert.Equal((ExitCode.Complete, 0), (clean.ExitCode, clean.Differences));
        Assert.Empty(Found());

        await SqlAsync($"truncate parcel; {Trigger}");
        Directory.Delete(Folder, recursive: true);
        BreakOff(source);
        Assert.Equal(RunOutcome.Failed, (await MigrateAsync(source, 2, verifies: true)).Outcome);
        source.Broken = null;
        var summary = await MigrateAsync(source, 2, verifies: true);

        var meddled = last.Where(state => state.Value.Total is { } total && total % 20 == 0).ToList();
        Assert.InRange(meddled.Count, 5, 30);
        Assert.Contains(meddled, state => string.CompareOrdinal(state.Value.File, "data/003") < 0);
        Assert.Equal(
            meddled.Select(state => $"Different {state.Key} {state.Value.File} {state.Value.Line}").Order(StringComparer.Ordinal), Found());
        Assert.Equal((ExitCode.Different, meddled.Count), (summary.ExitCode, summary.Differences));
        Assert.All(DifferenceFile.Read(Folder), static found => Assert.Equal("note", Assert.Single(found.Columns).Column));
        Assert.Equal(clean.Counts.Items, summary.Counts.Items);
        Assert.False(Directory.Exists(Path.Combine(Folder, "batches")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_others_write_between_a_commit_and_its_check_is_listed_unless_the_run_writes_it_again(int writers)
    {
        await SqlAsync(Table);
        var (source, last) = History(new Random(7));
        var checks = 0;

        // A session that compares calls the profile as well: by then the batch is committed, and nothing of it has been looked at.
        var summary = await MigrateAsync(source, writers, verifies: true, async target =>
        {
            if (target.GetType().Name == "ComparingTarget")
            {
                Interlocked.Increment(ref checks);
                await SqlAsync("""
                    update parcel set note = 'theirs' where total % 20 = 0; delete from parcel where total % 20 = 10;
                    update parcel set own = own + 1, kept = kept + 1
                    """);
            }
        });

        Assert.InRange(checks, Links, 100);
        var theirs = (await RowsAsync("select id from parcel where note = 'theirs'")).Select(id => $"Different {id}");
        var there = await RowsAsync("select id from parcel");
        var gone = last.Where(state => state.Value.Total is not null).Select(state => state.Key).Except(there)
            .Select(id => $"Missing {id}");
        var expected = theirs.Concat(gone).Order(StringComparer.Ordinal).ToList();
        var found = DifferenceFile.Read(Folder).Select(difference => $"{difference.Kind} {difference.Key["id"]}");
        Assert.Equal(expected, found.Order(StringComparer.Ordinal));
        Assert.InRange(expected.Count, 10, 100);
        Assert.Equal((ExitCode.Different, RunOutcome.Complete, expected.Count), (summary.ExitCode, summary.Outcome, summary.Differences));
    }
}
