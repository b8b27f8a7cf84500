using System.Text.Json.Nodes;
using Dataflux.Dialects.OpenSearch;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Targets;

namespace Dataflux.IntegrationTests.OpenSearch;

/// <summary>Writing to an OpenSearch that is busy, fails, answers late and answers half.</summary>
public sealed class OpenSearchFaultTests
{
    private const int Keys = 120;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, true, false)]
    [InlineData(2, false, false)]
    [InlineData(3, false, true)]
    public async Task The_index_equals_the_model_whatever_fails(int seed, bool skipUnchanged, bool gzip)
    {
        await using var server = NewServer(NewFaults(seed));
        await using var target = Open(server, ("skipUnchanged", skipUnchanged), ("gzip", gzip), ("requestBytes", 4096L));
        await using var session = await target.OpenSessionAsync(Stop);
        var model = new Dictionary<string, Reading>();
        var random = new Random(seed);
        for (var batch = 0; batch < 6; batch++)
        {
            var records = Enumerable.Range(0, 100).Select(i => NewReading(random, (batch * 100) + i)).ToList();
            var keys = Enumerable.Range(0, 5).Select(_ => new ReadingKey(Device(random))).ToList();
            var counts = await PatientlyAsync(target, () => session.WriteAsync(
                async to =>
                {
                    await to.Delete(keys);
                    await to.Upsert(records);
                },
                Stop));

            Assert.Equal(105, counts.Inserted + counts.Updated + counts.Unchanged + counts.Deleted + counts.Written);
            keys.ForEach(key => model.Remove(key.Device));
            records.ForEach(record => model[record.Device] = record);
        }

        Assert.Equal(model.Values.OrderBy(static reading => reading.Device, StringComparer.Ordinal), Readings(server));
        Assert.True(server.Store.Planted > 20);
    }

    [Fact]
    public async Task Nothing_older_is_written_over_what_is_newer_whatever_comes_first_and_fails()
    {
        await using var server = NewServer(NewFaults(seed: 4));
        await using var target = Open(server, ("skipUnchanged", false));
        var random = new Random(4);
        var versions = Enumerable.Range(1, 240).ToArray();
        random.Shuffle(versions);
        var readings = versions.Select(version => NewReading(random, version)).ToList();

        // Two writers at the same time, who have the same keys.
        var counts = await Task.WhenAll(readings.Chunk(120).Select(async half =>
        {
            await using var session = await target.OpenSessionAsync(Stop);
            session.OriginOf = static record => new ItemOrigin("file", 1) { Version = ((Reading)record).Value };
            var sum = default(WriteCounts);
            foreach (var batch in half.Chunk(30))
                sum += await PatientlyAsync(target, () => session.WriteAsync(to => to.Upsert(batch), Stop));

            return sum;
        }));

        var expected = readings.GroupBy(static reading => reading.Device)
            .Select(static same => same.MaxBy(static reading => reading.Value)!);
        Assert.Equal(expected.OrderBy(static reading => reading.Device, StringComparer.Ordinal), Readings(server));
        Assert.Equal(240, counts.Sum(static sum => sum.Inserted + sum.Updated + sum.Unchanged + sum.Older + sum.Written));
        Assert.True(counts.Sum(static sum => sum.Older) > 0);
    }

    [Fact]
    public async Task A_document_that_the_mapping_refuses_is_rejected_with_the_reason_and_its_request_is_written()
    {
        await using var server = NewServer(new());
        await using var target = Open(server);
        await using var session = await target.OpenSessionAsync(Stop);
        var readings = Enumerable.Range(0, 60)
            .Select(static i => new Reading(i == 7 ? new string('d', 513) : $"d{i:d2}", i, i == 31 ? new string('n', 32_767) : "x"))
            .ToList();

        var refused = await Assert.ThrowsAsync<RefusedRecordsException>(() => session.WriteAsync(to => to.Upsert(readings), Stop));

        Assert.Equal([readings[7], readings[31]], refused.Records);
        Assert.Contains("513 bytes", refused.Failures![0].Message, StringComparison.Ordinal);
        Assert.Equal(("illegal_argument_exception", "readings"), (refused.Failures[1].Code, refused.Failures[1].Table));
        Assert.Contains("immense term", refused.Failures[1].Message, StringComparison.Ordinal);
        Assert.Equal(58, refused.Others?.Inserted);
        Assert.Equal(58, Readings(server).Count());
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_divided_and_a_document_that_is_is_rejected_alone()
    {
        await using var server = NewServer(new() { MostBytes = 2000 });
        await using var target = Open(server, ("skipUnchanged", false));
        await using var session = await target.OpenSessionAsync(Stop);
        var readings = Enumerable.Range(0, 40)
            .Select(static i => new Reading($"d{i:d2}", i, new string('x', i == 9 ? 3000 : 100))).ToList();

        var refused = await Assert.ThrowsAsync<RefusedRecordsException>(() => session.WriteAsync(to => to.Upsert(readings), Stop));

        Assert.Equal([readings[9]], refused.Records);
        Assert.Equal(39, refused.Others?.Inserted);
    }

    [Theory]
    [InlineData("no write index", FailureKind.Systemic)]
    [InlineData("busy for good", FailureKind.Transient)]
    public async Task What_is_wrong_with_all_documents_rejects_none(string wrong, FailureKind kind)
    {
        await using var server = NewServer(wrong == "busy for good" ? new() { Unavailable = 100 } : new());
        await using var target = Open(server, ("skipUnchanged", false));
        await target.PrepareAsync([typeof(Reading)], Stop);
        if (wrong == "no write index")
            server.Store.Create("another", JsonNode.Parse("""{"aliases":{"readings":{}}}""")!.AsObject());

        await using var session = await target.OpenSessionAsync(Stop);
        var thrown = await Record.ExceptionAsync(() => session.WriteAsync(to => to.Upsert([new Reading("d", 1, "x")]), Stop));

        Assert.Equal(kind, target.Classify(thrown!).Kind);
    }

    private static SearchFaults NewFaults(int seed) => new()
    {
        Random = new Random(seed),
        TooBusy = 5,
        Unavailable = 3,
        RequestTooBusy = 4,
        FailedAfter = 5,
        Cut = 5,
        Reset = 5,
        MostBytes = 3500,
    };

    private static SearchServer NewServer(SearchFaults faults)
    {
        var server = new SearchServer(faults);
        server.Store.Create(
            "readings-1",
            JsonNode.Parse("""{"mappings":{"properties":{"note":{"type":"keyword"}}},"aliases":{"readings":{}}}""")!.AsObject());
        return server;
    }

    private static ITargetConnection Open(SearchServer server, params (string Name, object Value)[] settings)
    {
        var all = settings.ToDictionary(static setting => setting.Name, static setting => setting.Value, StringComparer.Ordinal);
        all["url"] = server.Url;
        return OpenSearchDialect.Dialect.Create(new DialectSettings(all, stateFolder: Path.GetTempPath()));
    }

    private static async Task<WriteCounts> PatientlyAsync(ITargetConnection target, Func<Task<WriteCounts>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (target.Classify(e).Kind == FailureKind.Transient)
            {
            }
        }
    }

    private static Reading NewReading(Random random, int value) => new(Device(random), value, $"note {random.Next(3)}");

    private static string Device(Random random) => $"d{random.Next(Keys):d3}";

    private static IEnumerable<Reading> Readings(SearchServer server) => server.Store.Find("readings")[0].Documents
        .OrderBy(static document => document.Key, StringComparer.Ordinal)
        .Select(static document => new Reading(
            (string)document.Value.Source["device"]!, (long)document.Value.Source["value"]!, (string)document.Value.Source["note"]!));
}
