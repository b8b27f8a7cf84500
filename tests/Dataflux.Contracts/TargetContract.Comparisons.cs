using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Contracts;

/// <content>Comparing instead of writing.</content>
public abstract partial class TargetContract
{
    [Fact]
    public async Task A_comparison_finds_what_is_missing_what_differs_and_what_no_record_makes()
    {
        var comparisons = NeedsComparisons();
        Thing[] there = [new(1, "one"), new(2, "two"), new(3, "three"), new(4, "four")];
        await UpsertAsync(there);

        var (found, tables) = await CompareAsync(
            comparisons, static target => target.Upsert([new Thing(1, "one"), new Thing(2, "deux"), new Thing(5, "five")]));

        Assert.Equal(["Different 2", "Extra 3", "Extra 4", "Missing 5"], Named(found));
        var column = Assert.Single(found.Single(static row => row.Kind == DifferenceKind.Different).Columns);
        Assert.Equal(("label", "two", "deux"), (column.Column, column.Table, column.Export));
        Assert.Equal((4, 2, 2, 0), tables.Select(static table => (table.Rows, table.Produced, table.Extra, table.NotDeleted)).Single());
        Assert.Equal(there, await ThingsAsync());
    }

    [Fact]
    public async Task A_comparison_goes_by_the_last_record_of_a_key()
    {
        var comparisons = NeedsComparisons();
        await UpsertAsync(new Thing(1, "last"));

        var (found, _) = await CompareAsync(comparisons, static target => target.Upsert([new Thing(1, "first"), new Thing(1, "last")]));

        Assert.Empty(found);
    }

    [Fact]
    public async Task A_row_that_was_to_be_deleted_is_a_difference_while_it_is_there()
    {
        var comparisons = NeedsComparisons();
        await UpsertAsync(new Thing(1, "one"));

        var (found, tables) = await CompareAsync(comparisons, static target => target.Delete([new ThingKey(1), new ThingKey(2)]));

        Assert.Equal(["NotDeleted 1"], Named(found));
        Assert.Equal((1, 0, 0, 1), tables.Select(static table => (table.Rows, table.Produced, table.Extra, table.NotDeleted)).Single());
    }

    [Fact]
    public async Task Rows_that_a_comparison_named_are_written_again_and_no_others()
    {
        var comparisons = NeedsComparisons();
        await UpsertAsync(new Thing(1, "one"), new Thing(2, "two"));
        Thing[] wanted = [new(1, "eins"), new(2, "zwei")];
        var (found, _) = await CompareAsync(comparisons, target => target.Upsert(wanted));

        var other = await OpenAsync();
        other.Capabilities.Comparisons!.WriteOnly(new HashSet<ulong> { found.Single(static row => row.Key["id"] == "2").Hash });
        var counts = await (await OpenSessionAsync(other)).WriteAsync(target => target.Upsert(wanted), Stop);

        Assert.Equal((0, 1, 1), (counts.Inserted, counts.Updated, counts.Unchanged));
        Assert.Equal([new Thing(1, "one"), new Thing(2, "zwei")], await ThingsAsync());
    }

    private static async Task<(List<Difference> Found, IReadOnlyList<TableRows> Tables)> CompareAsync(
        IComparisons comparisons, Func<ITarget, Task> write)
    {
        var folder = Directory.CreateTempSubdirectory("contract-");
        try
        {
            await using var comparison = comparisons.Compare(new() { Folder = folder.FullName, Owned = ["contract_thing"] });
            await comparison.PrepareAsync([typeof(Thing)], Stop);
            await comparison.PrepareDeletesAsync([typeof(ThingKey)], Stop);
            await using (var session = await comparison.OpenSessionAsync(Stop))
                await session.WriteAsync(write, Stop);

            var found = new List<Difference>();
            await foreach (var difference in comparison.SettleAsync(keys: null, Stop))
                found.Add(difference);

            return (found, await comparison.FindExtraAsync(found.Add, Stop));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Named(IEnumerable<Difference> found) =>
        found.OrderBy(static row => row.Key["id"], StringComparer.Ordinal).Select(static row => $"{row.Kind} {row.Key["id"]}");

    private IComparisons NeedsComparisons()
    {
        Assert.SkipWhen(Target.Capabilities.Comparisons is null, "the target declares that it cannot be compared");
        return Target.Capabilities.Comparisons!;
    }
}
