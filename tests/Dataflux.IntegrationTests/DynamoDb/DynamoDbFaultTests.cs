using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Dataflux.Dialects.DynamoDb;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;

namespace Dataflux.IntegrationTests.DynamoDb;

/// <summary>Writing to a DynamoDB that is busy, fails, and answers late.</summary>
public sealed class DynamoDbFaultTests(DynamoDbServer server)
{
    private const int Keys = 120;
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task Nothing_is_lost_and_what_comes_last_of_a_key_stays(int seed, bool skipUnchanged)
    {
        var table = await NewTableAsync();
        await using var proxy = NewProxy(seed);
        await using var target = Open(proxy.Url, table, ("skipUnchanged", skipUnchanged));
        await using var session = await target.OpenSessionAsync(Stop);
        var model = new Dictionary<string, Reading>();
        var random = new Random(seed);
        for (var batch = 0; batch < 6; batch++)
        {
            var records = Enumerable.Range(0, 100).Select(i => NewReading(random, (batch * 100) + i)).ToList();
            var keys = Enumerable.Range(0, 5).Select(_ => new ReadingKey(Device(random), 1)).ToList();
            await PatientlyAsync(target, () => session.WriteAsync(
                async to =>
                {
                    await to.Delete(keys);
                    await to.Upsert(records);
                },
                Stop));
            keys.ForEach(key => model.Remove(key.Device));
            records.ForEach(record => model[record.Device] = record);
        }

        Assert.Equal(model.Values.OrderBy(static reading => reading.Device), await ReadingsAsync(table));
        Assert.Contains("BatchWriteItem", proxy.Operations);
    }

    [Fact]
    public async Task With_onlyNewer_nothing_older_overwrites_what_is_newer_whatever_comes_first()
    {
        var table = await NewTableAsync();
        await using var proxy = NewProxy(seed: 3);
        await using var target = Open(proxy.Url, table, ("onlyNewer", "version"), ("skipUnchanged", false));
        var random = new Random(3);
        var versions = Enumerable.Range(1, 240).ToArray();
        random.Shuffle(versions);
        var readings = versions.Select(version => NewReading(random, version)).ToList();
        var counts = default(WriteCounts);

        // Two writers at the same time, who have the same keys.
        await Task.WhenAll(readings.Chunk(120).Select(async half =>
        {
            await using var session = await target.OpenSessionAsync(Stop);
            foreach (var batch in half.Chunk(30))
            {
                var written = await PatientlyAsync(target, () => session.WriteAsync(to => to.Upsert(batch), Stop));
                lock (versions)
                    counts += written;
            }
        }));

        var expected = readings.GroupBy(static reading => reading.Device)
            .Select(static same => same.MaxBy(static reading => reading.Version)!);
        Assert.Equal(expected.OrderBy(static reading => reading.Device), await ReadingsAsync(table));
        Assert.Equal(240, counts.Inserted + counts.Updated + counts.Unchanged + counts.Older + counts.Written);
        Assert.True(counts.Older > 0);
    }

    [Fact]
    public async Task A_version_that_cannot_be_compared_is_a_reject_and_no_older_record()
    {
        var table = await NewTableAsync();
        await server.Client.PutItemAsync(
            table, new() { ["device"] = new("d1"), ["at"] = new() { N = "1" }, ["version"] = new("2026-01-01T00:00:00Z") }, Stop);
        await using var target = Open(server.Url, table, ("onlyNewer", "version"));
        await using var session = await target.OpenSessionAsync(Stop);

        var refused = await Assert.ThrowsAsync<RefusedRecordsException>(() => session.WriteAsync(
            to => to.Upsert([new Reading("d1", 1, 7, "x"), new Reading("d2", 1, 7, "x")]), Stop));

        Assert.Equal("d1", Assert.IsType<Reading>(Assert.Single(refused.Records)).Device);
        Assert.Contains("of type S, and this one is of type N", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, refused.Others?.Inserted);
    }

    [Fact]
    public async Task One_bad_item_is_rejected_with_DynamoDBs_reason_and_its_batch_is_written()
    {
        var table = await NewTableAsync();
        await using var target = Open(server.Url, table);
        await using var session = await target.OpenSessionAsync(Stop);
        var readings = Enumerable.Range(0, 60).Select(static i => new Reading(i == 31 ? "" : $"d{i:d2}", 1, i, "x")).ToList();

        var refused = await Assert.ThrowsAsync<RefusedRecordsException>(() => session.WriteAsync(to => to.Upsert(readings), Stop));

        Assert.Same(readings[31], Assert.Single(refused.Records));
        Assert.Equal(("ValidationException", table), (refused.Failure.Code, refused.Failure.Table));
        Assert.Contains("empty", refused.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(59, refused.Others?.Inserted);
        Assert.Equal(readings.Where(static reading => reading.Device.Length > 0), await ReadingsAsync(table));
    }

    [Fact]
    public async Task The_rate_stays_at_the_limit_that_was_given()
    {
        const int limit = 400;
        var table = await NewTableAsync();
        await using var proxy = new DynamoDbProxy(server.Url, new() { Latency = Late });
        await using var target = Open(proxy.Url, table, ("capacity", $"{limit}"), ("skipUnchanged", false));
        var writers = Enumerable.Range(0, 4).Select(async writer =>
        {
            await using var session = await target.OpenSessionAsync(Stop);
            var readings = Enumerable.Range(0, 200).Select(i => new Reading($"w{writer}-{i}", 1, i, "x")).ToList();
            await session.WriteAsync(to => to.Upsert(readings), Stop);
        });
        await Task.WhenAll(writers);

        var units = proxy.Units;
        var (first, last) = (units[0].At, units.Max(static each => each.At));
        var rate = units.Skip(1).Sum(static each => each.Units) / (last - first).TotalSeconds;
        Assert.Equal(800, units.Sum(static each => each.Units));
        Assert.True(rate <= limit * 1.05, $"{rate:N0} units a second, with a limit of {limit}");
    }

    [Fact]
    public async Task A_table_that_throttles_is_asked_at_the_rate_that_it_takes()
    {
        var table = await NewTableAsync();
        await using var proxy = new DynamoDbProxy(server.Url) { Capacity = 150 };
        await using var target = Open(proxy.Url, table, ("capacity", "max"), ("skipUnchanged", false));
        await using var session = await target.OpenSessionAsync(Stop);
        var readings = Enumerable.Range(0, 300).Select(static i => new Reading($"d{i:d3}", 1, i, "x")).ToList();

        await PatientlyAsync(target, () => session.WriteAsync(to => to.Upsert(readings), Stop));

        Assert.Equal(readings, await ReadingsAsync(table));
    }

    [Fact]
    public async Task What_the_record_has_as_its_key_is_compared_with_the_tables_before_anything_is_written()
    {
        var table = server.NewName("other");
        await server.CreateTableAsync(table, "pk:S", "at:S");
        await using var target = Open(server.Url, table);

        var refused = await Assert.ThrowsAsync<TargetException>(() => target.PrepareAsync([typeof(Reading)], Stop));

        Assert.Equal(2, refused.Findings.Count);
        Assert.Contains(
            $"the key of the table '{table}' is pk (S) and at (S), but Reading has [Key] for 'device' and 'at'",
            refused.Message,
            StringComparison.Ordinal);
        Assert.Contains("is a key of type S, but Reading.At is written as N", refused.Message, StringComparison.Ordinal);
    }

    private async Task<string> NewTableAsync()
    {
        var table = server.NewName("readings");
        await server.CreateTableAsync(table, "device:S", "at:N");
        return table;
    }

    private DynamoDbProxy NewProxy(int seed) =>
        new(server.Url, new() { Seed = seed, Unprocessed = 20, Throttled = 2, Failed = 1, Latency = Late });

    private static ITargetConnection Open(string url, string table, params (string Name, object Value)[] options)
    {
        var settings = new Dictionary<string, object> { ["endpoint"] = url, ["table"] = table, ["capacity"] = "30000" };
        foreach (var (name, value) in options)
            settings[name] = value;

        return DynamoDbDialect.Dialect.Create(new DialectSettings(settings, stateFolder: Path.GetTempPath()));
    }

    private static string Device(Random random) => $"d{random.Next(Keys):d3}";

    private static Reading NewReading(Random random, long version) => new(Device(random), 1, version, $"body {version}");

    private async Task<IEnumerable<Reading>> ReadingsAsync(string table) => (await server.ScanAsync(table))
        .Select(static item => new Reading(item["device"].S, Whole(item["at"].N), Whole(item["version"].N), item["body"].S))
        .OrderBy(static reading => reading.Device);

    private static int Whole(string number) => int.Parse(number, CultureInfo.InvariantCulture);

    // As the engine does it, but for its waiting.
    private static async Task<WriteCounts> PatientlyAsync(ITargetConnection target, Func<Task<WriteCounts>> write)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (Exception e) when (attempt < 50 && target.Classify(e).Kind == FailureKind.Transient)
            {
            }
        }
    }

    private sealed record Reading([property: Key] string Device, [property: Key] int At, long Version, string Body);

    private sealed record ReadingKey([property: Key] string Device, [property: Key] int At);
}
