using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Dataflux.Contracts.Memory;
using Dataflux.Engine;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>Runs into targets that can do less than others.</summary>
public sealed class CapabilityTests
{
    private readonly MemoryStore _store = new();

    public static TheoryData<string, string> TooMuch => new()
    {
        { "state", "this target cannot keep a migration's state; use 'checkpoint: folder'" },
        { "lag", "this target knows no replicas, which 'maxReplicaLag' would watch; leave 'maxReplicaLag' out" },
        { "undo", "this target keeps no images of what a run changes, which 'undo: keep' asks for; leave 'undo: keep' out" },
        { "verify", "this target cannot be compared with an export, which 'verify: batch' asks for; leave 'verify: batch' out" },
    };

    private sealed record Named([property: Key] long Id, [property: MaxLength(12)] string Name);

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task What_a_target_cannot_do_is_refused_before_anything_is_written(string asked, string message)
    {
        using var run = new EngineRun(new MemorySource([EngineRun.Item(1, 1)]));
        run.Options = asked switch
        {
            "state" => new() { Checkpoint = CheckpointPlace.Target },
            "lag" => new() { MaxReplicaLag = TimeSpan.FromSeconds(5) },
            "undo" => new() { KeepsImages = true },
            _ => new() { VerifyBatches = true },
        };
        await using var target = new MemoryTarget(_store, isTransactional: false);

        var refused = await Assert.ThrowsAsync<TargetException>(
            () => MigrationStart.RunAsync(run.Profile(), run.Plan() with { Target = target }, TestContext.Current.CancellationToken));

        Assert.Equal(message, refused.Message);
        Assert.False(File.Exists(run.Checkpoint));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Records_that_are_refused_are_rejected_and_all_others_written_once_with_and_without_transactions(bool isTransactional)
    {
        // Every seventh name is too long for its column.
        string[] lines = [.. Enumerable.Range(1, 100).Select(i => EngineRun.Item(i, i % 7 == 0 ? 123_456_789 : i))];
        using var run = new EngineRun(new MemorySource(lines[..60], lines[60..])) { Options = new() { BatchSize = 25 } };
        _store.MakeTable(typeof(Named));
        await using var target = new MemoryTarget(_store, isTransactional);

        var summary = await MigrationStart.RunAsync(Profile(), run.Plan() with { Target = target }, TestContext.Current.CancellationToken);

        var counts = summary.Counts;
        Assert.Equal((100, 86, 14), (counts.Items, counts.Kept, counts.RejectedTotal));
        Assert.Equal((86, 0, 0), (counts.Records.Inserted, counts.Records.Updated, counts.Records.Unchanged));
        Assert.Equal(
            Enumerable.Range(1, 100).Where(i => i % 7 != 0).Select(i => (long)i),
            _store.Rows("Named").Select(row => (long)row["Id"]!).Order());
        Assert.Equal(14, run.Rejects().Count);
        Assert.All(run.Rejects(), reject => Assert.Equal("too-long", Code(reject)));
    }

    private static string? Code(JsonElement reject) => reject.GetProperty("error").GetProperty("code").GetString();

    private static Profile<Named, Named> Profile() => new()
    {
        Hash = "p1",
        Path = "names.csx",
        RecordTypes = [typeof(Named)],
        MappedTypes = [typeof(Named)],
        OneRecordPerGroup = true,
        ParseItem = static (Item item, out Named row) =>
        {
            row = new(item.Int64("k"), $"name {item.Int64("v")}");
            return true;
        },
        Transform = static (rows, records) => records.AddRange(rows),
        Upsert = static (target, batch) => target.Upsert(batch),
    };
}
