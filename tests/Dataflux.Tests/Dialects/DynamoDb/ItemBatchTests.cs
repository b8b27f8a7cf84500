using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Attributes;
using Dataflux.Dialects.DynamoDb.Capacity;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Dialects.DynamoDb.Writing;

namespace Dataflux.Tests.Dialects.DynamoDb;

public sealed class ItemBatchTests
{
    private static readonly TableInfo Table = new()
    {
        Name = "t",
        Key = [new("id", "S")],
        Declared = [new("id", "S")],
        Indexes = 0,
        Writes = new UnitBudget(null, TimeProvider.System),
        Reads = new UnitBudget(null, TimeProvider.System),
    };

    [Fact]
    public void A_call_has_25_requests_and_none_is_empty()
    {
        Assert.Empty(ItemBatches.Divide([]));
        Assert.Equal([25, 25, 1], ItemBatches.Divide(Changes(51, "x")).Select(static call => call.Count));
    }

    [Fact]
    public void A_call_is_as_it_is_sent_no_larger_than_16_MB()
    {
        // What JSON escapes is six times as long as it is stored: 25 items of 300 KB would be 22 MB.
        var body = new string('é', 150 * 1024);

        var calls = ItemBatches.Divide(Changes(50, body)).ToList();

        Assert.Equal(50, calls.Sum(static call => call.Count));
        Assert.True(calls.Count > 2);
        Assert.All(calls, static call => Assert.True(call.Sum(static change => Sent(change.Last!)) < 16 * 1024 * 1024));
    }

    [Fact]
    public void An_item_that_is_too_large_goes_alone()
    {
        var calls = ItemBatches.Divide([.. Changes(3, "x"), .. Changes(1, new string('x', 500_000)), .. Changes(3, "x")]);

        Assert.Equal([1, 6], calls.Select(static call => call.Count));
    }

    [Theory]
    [InlineData(1023, 1)]
    [InlineData(1024, 1)]
    [InlineData(1025, 2)]
    public void A_write_costs_a_unit_for_each_kilobyte_begun(int bytes, double units)
    {
        // "id" and "a" with their values: 2 + 1 + 1 and the rest.
        var item = new Dictionary<string, AttributeValue> { ["id"] = new() { S = "k" }, ["a"] = new() { S = new string('x', bytes - 4) } };

        Assert.Equal(bytes, ItemSize.Of(item).Stored);
        Assert.Equal(units, ItemSize.Of(item).WriteUnits);
    }

    private static KeyChanges[] Changes(int count, string body) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var item = new Dictionary<string, AttributeValue> { ["id"] = new() { S = $"{i}" }, ["body"] = new() { S = body } };
        var changes = new KeyChanges(Change.Put(item, Table, item, version: null));
        changes.Plan(versions: null, static (_, _) => { });
        return changes;
    })];

    // By a serializer that escapes as much as any.
    private static int Sent(Change change) =>
        JsonSerializer.SerializeToUtf8Bytes(change.Item!.ToDictionary(static pair => pair.Key, static pair => new { pair.Value.S })).Length;
}
