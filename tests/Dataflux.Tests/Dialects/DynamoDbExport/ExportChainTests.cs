using Dataflux.Dialects.DynamoDbExport.Local;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Sources;
using Dataflux.IntegrationTests.Chains;

namespace Dataflux.Tests.Dialects.DynamoDbExport;

public sealed class ExportChainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-chain-").FullName;
    private readonly ChainExport _exports;

    public ExportChainTests() => _exports = new ChainExport(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_come_in_the_order_of_the_windows_ends_after_the_full_export_whose_identity_and_time_the_chain_has()
    {
        // Written out of order: the late window first; the wide one holds the narrow one and ends later.
        _exports.Incremental(Day(2), Day(3), [Put("late")]);
        _exports.Incremental(Day(-1), Day(2), [Put("wide")]);
        _exports.Incremental(Day(0), Day(1), [Put("narrow")]);
        var full = _exports.Full(Day(0), [Item("full")], []);

        var export = await Open("all");

        Assert.True(export.IsChain);
        Assert.EndsWith(full, export.Id, StringComparison.Ordinal);
        Assert.Equal(Day(0), export.Time);
        Assert.Equal(4, export.ItemCount);
        Assert.Equal(["full", "narrow", "wide", "late"], await Ids("all"));
    }

    [Fact]
    public async Task Listed_exports_are_found_by_their_ids_and_others_are_left_out()
    {
        var full = _exports.Full(Day(0), [Item("full")]);
        _exports.Full(Day(5), [Item("other")]);
        var first = _exports.Incremental(Day(0), Day(1), [Put("first")]);
        Assert.Equal(["full", "first"], await Ids($"{first}, {full}"));
        Assert.Contains("there is no export 'nothing'", await Refusal($"{full},nothing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gap_is_an_error_that_names_the_missing_window()
    {
        _exports.Full(Day(0), [Item("full")]);
        _exports.Incremental(Day(0), Day(1), [Put("a")]);
        _exports.Incremental(Day(2), Day(3), [Put("b")]);
        Assert.Contains(
            "no export holds the changes from 2026-03-02T00:00:00Z to 2026-03-03T00:00:00Z of table orders",
            await Refusal("all"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gap_between_the_full_export_and_the_first_window_is_one_too()
    {
        _exports.Full(Day(0), [Item("full")]);
        _exports.Incremental(Day(0).AddMinutes(1), Day(1), [Put("a")]);
        Assert.Contains("from 2026-03-01T00:00:00Z to 2026-03-01T00:01:00Z", await Refusal("all"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_was_made_again_is_another_one()
    {
        _exports.Full(Day(0), [Item("full")]);
        _exports.TableId = "22222222-e7ab-4da5-8bab-03f0db0b7bfd";
        _exports.Incremental(Day(0), Day(1), [Put("a")]);
        Assert.Contains("the table was deleted and made again", await Refusal("all"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_has_exactly_one_full_export()
    {
        _exports.Incremental(Day(0), Day(1), [Put("a")]);
        Assert.Contains("none of the 1 exports is a full one", await Refusal("all"), StringComparison.Ordinal);
        _exports.Full(Day(0), [Item("full")]);
        _exports.Full(Day(1), [Item("full")]);
        Assert.Contains("2 full exports", await Refusal("all"), StringComparison.Ordinal);
    }

    private static DateTimeOffset Day(int day) => ChainExport.Start.AddDays(day);

    private static string Item(string id) => $$$$"""{"Item":{"id":{"S":"{{{{id}}}}"}}}""";

    private static string Put(string id) =>
        $$$$"""{"Metadata":{"WriteTimestampMicros":{"N":"1768387643192366"}},"Keys":{"id":{"S":"{{{{id}}}}"}},"NewImage":{"id":{"S":"{{{{id}}}}"}}}""";

    private ISource Source(string exports) => LocalDynamoDb.Dialect.Create(
        new DialectSettings(new Dictionary<string, object> { ["path"] = _folder, ["exports"] = exports }, _folder));

    private async Task<Export> Open(string exports)
    {
        await using var source = Source(exports);
        return await source.OpenAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> Refusal(string exports) => (await Assert.ThrowsAsync<SourceException>(() => Open(exports))).Message;

    private async Task<List<string>> Ids(string exports)
    {
        await using var source = Source(exports);
        var opened = await source.OpenAsync(TestContext.Current.CancellationToken);
        var ids = new List<string>();
        foreach (var part in opened.Parts)
        {
            await foreach (var block in source.ReadAsync(part, TestContext.Current.CancellationToken))
                ids.AddRange(Enumerable.Range(0, block.Count).Select(i => block.Item(i).String("id")));
        }

        return ids;
    }
}
