using Dataflux.Engine.Comparing;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Runs;
using Dataflux.Engine.Verifying;
using Dataflux.Tests.Engine;

namespace Dataflux.IntegrationTests.Verifying;

/// <summary>A chain with deletes is compared in its final state: every key as the last export that knows it leaves it.</summary>
public sealed class VerifyChainTests(PostgreSqlFixture server) : ParcelTests(server)
{
    [Fact]
    public async Task What_is_deleted_last_must_not_be_there_and_what_came_back_is_compared_as_a_new_row()
    {
        const int writers = 2;
        await SqlAsync(Table);
        var (source, last) = History(new Random(8));
        var summary = await MigrateAsync(source, writers);
        Assert.Equal(RunOutcome.Complete, summary.Outcome);
        var there = last.Where(state => state.Value.Total is not null).Select(state => state.Key).Order(StringComparer.Ordinal).ToList();
        var gone = last.Where(state => state.Value.Total is null).Select(state => state.Key).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(there, await RowsAsync("select id from parcel order by id collate \"C\""));
        await SqlAsync("update parcel set kept = -1, own = -1");

        var (equal, _) = await VerifyAsync(source, writers);
        Assert.Equal((0, summary.Counts.Kept, summary.Counts.Kept), (equal.ExitCode, equal.Records, equal.Equal));

        var planted = new HashSet<string>();
        foreach (var id in gone.Where((_, i) => i % 3 == 0))
        {
            await SqlAsync($"insert into parcel values ('{id}', 1, null, 1)");
            planted.Add($"NotDeleted {id} {last[id].File} {last[id].Line}");
        }

        foreach (var (id, i) in there.Select((id, i) => (id, i)).Where(row => row.i % 5 == 0))
        {
            await SqlAsync(i % 2 == 0 ? $"delete from parcel where id = '{id}'" : $"update parcel set total = total + 1 where id = '{id}'");
            planted.Add($"{(i % 2 == 0 ? "Missing" : "Different")} {id} {last[id].File} {last[id].Line}");
        }

        await SqlAsync("insert into parcel values ('unknown', 1, null, 1)");

        var (result, found) = await VerifyAsync(source, writers);

        Assert.Equal(planted.Append("Extra unknown  ").Order(StringComparer.Ordinal), found);
        Assert.Equal(summary.Counts.Kept, result.Records);
        Assert.Equal(planted.Count(line => line.StartsWith("NotDeleted", StringComparison.Ordinal)), result.NotDeleted);
        Assert.Equal(planted.Count + result.Equal, result.Records);
        var table = Assert.Single(result.Tables);
        Assert.Equal((table.Rows, 1, result.NotDeleted), (table.Produced + table.Extra + table.NotDeleted, table.Extra, table.NotDeleted));
        Assert.Equal(ExitCode.Different, result.ExitCode);
        await RepairAsync(source, writers, planted, last);
    }

    [Fact]
    public async Task A_verification_that_broke_off_goes_on_with_what_it_had_found_unless_something_else_is_asked()
    {
        await SqlAsync(Table);
        var (source, last) = History(new Random(3));
        await MigrateAsync(source, 2);
        await SqlAsync($"""
            delete from parcel where id < 'k0100';
            update parcel set note = 'other' where id > 'k0300';
            insert into parcel values ('unknown', 1, null, 1);
            insert into parcel
            select id, 1, null, 1 from unnest(array['{string.Join("','", last.Keys)}']) as id where id > 'k0200' on conflict do nothing
            """);
        var (whole, expected) = await VerifyAsync(source, 2);
        Assert.InRange(whole.Different, 20, 100);
        Assert.InRange(whole.NotDeleted, 20, 100);
        expected = [.. expected];

        await BreakOffAsync(source);
        var (result, found) = await VerifyAsync(source, 2);

        Assert.Equal(["data/003.json.gz", "data/004.json.gz"], source.Opened);
        Assert.Equal(expected, found);
        Assert.Equal(
            (whole.Items, whole.Records, whole.Equal, whole.Different, whole.Missing, whole.NotDeleted, whole.Extra),
            (result.Items, result.Records, result.Equal, result.Different, result.Missing, result.NotDeleted, result.Extra));
        Assert.Equal(whole.Tables, result.Tables);

        await BreakOffAsync(source);
        (result, found) = await VerifyAsync(source, 2, counts: true);

        Assert.Equal(Links, source.Opened.Count);
        Assert.Equal("The verification begins again: since an interrupted one options changed", Observer.Notices[^1]);
        Assert.Equal(expected.Where(line => !line.StartsWith("Different", StringComparison.Ordinal)), found);
        Assert.False(Directory.Exists(Path.Combine(Folder, "verify")));
    }

    [Fact]
    public async Task Deletes_by_another_key_than_that_of_the_records_are_refused()
    {
        await SqlAsync(Table);
        var (source, _) = History(new Random(1));

        var verification = new Verification(Profile<ParcelNumber>(), Plan(source, 1), new() { Compare = Target.Compare });
        var result = await verification.RunAsync(Stop);

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains(
            "deletes of table \"parcel\" cannot be verified: one key is (id as String), another one (total as Int32)",
            result.Error,
            StringComparison.Ordinal);
    }

    private async Task RepairAsync(
        MemorySource source, int writers, HashSet<string> planted, Dictionary<string, (int? Total, string File, int Line)> last)
    {
        var missing = planted.Where(line => line.StartsWith("Missing", StringComparison.Ordinal)).ToList();
        var others = await OthersAsync();

        var (result, found) = await VerifyAsync(source, writers, RepairMode.Missing);

        Assert.Equal(planted.Except(missing).Append("Extra unknown  ").Order(StringComparer.Ordinal), found);
        Assert.Equal((ExitCode.Different, missing.Count, 0), (result.ExitCode, result.Repaired, result.Missing));
        // keys that came, went and came back do so again
        Assert.Equal(missing.Count, result.Repair!.Value.Inserted - result.Repair.Value.Deleted);
        Assert.Equal(result.Records, result.Equal + planted.Count);

        await SqlAsync("delete from parcel where id = 'unknown'");
        (result, found) = await VerifyAsync(source, writers, RepairMode.All);

        Assert.Empty(found);
        Assert.Equal((ExitCode.Complete, planted.Count - missing.Count), (result.ExitCode, result.Repaired));
        Assert.Equal(
            last.Where(state => state.Value.Total is not null).Select(state => $"{state.Key}|{state.Value.Total}")
                .Order(StringComparer.Ordinal),
            await RowsAsync("select id, total from parcel order by id collate \"C\""));
        Assert.Equal(others, await OthersAsync());
        var runs = await RunHistory.ReadAsync(Folder, "parcels", stateTarget: null, Stop);
        Assert.Equal(
            [(1, RunKind.Migrate, 0), (2, RunKind.Repair, 0), (3, RunKind.Repair, 0)],
            runs.Select(run => ((int)run.Run, run.Kind, run.ExitCode ?? -1)));

        // What no repair has to do with is not even written over with the same.
        Task<string[]> OthersAsync() => RowsAsync(
            $"select id, xmin from parcel where id <> all (array[{string.Join(", ", planted.Select(line => $"'{line.Split(' ')[1]}'"))}, "
            + "'unknown']) order by id");
    }

    private async Task BreakOffAsync(MemorySource source)
    {
        BreakOff(source);
        await using var target = OtherTarget();
        var result = await new Verification(
            Profile<ParcelKey>(),
            Plan(source, 2) with { Target = target },
            new() { Compare = target.Compare, Owned = ["parcel"] }).RunAsync(Stop);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        source.Broken = null;
        source.Opened.Clear();
    }

    private async Task<(VerifyResult Result, IEnumerable<string> Found)> VerifyAsync(
        MemorySource source, int writers, RepairMode repair = RepairMode.None, bool counts = false)
    {
        await using var target = OtherTarget();
        var verification = new Verification(
            Profile<ParcelKey>(),
            Plan(source, writers) with { Target = target },
            new() { Compare = target.Compare, Owned = ["parcel"], Repair = repair, Counts = counts });
        var result = await verification.RunAsync(Stop);
        Assert.Null(result.Error);
        return (result, Found());
    }
}
