using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine;
using Dataflux.Engine.Comparing;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;
using Dataflux.IntegrationTests.PostgreSql;
using Dataflux.Profiles;
using Dataflux.Tests.Engine;

namespace Dataflux.IntegrationTests.Verifying;

/// <summary>A table whose rows come from a chain in memory: keys come, change, go and come back at random.</summary>
public abstract class ParcelTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const int Keys = 400;
    private protected const int Links = 5;

    private protected const string Table = """
        create table parcel (id text primary key, total integer not null, note text, kept integer not null, own integer not null default 7);
        """;

    private protected Listener Observer { get; } = new();
    private protected string Folder { get; } = Directory.CreateTempSubdirectory("dataflux-verify-").FullName;

    [Table("parcel")]
    private protected sealed record Parcel([property: Key] string Id, int Total, string? Note, int Kept);

    [Table("parcel")]
    private protected sealed record ParcelNumber([property: Key] int Total);

    [Table("parcel")]
    private protected sealed record ParcelKey([property: Key] string Id);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected async Task<RunSummary> MigrateAsync(
        MemorySource source, int writers, bool verifies = false, Func<ITarget, Task>? before = null)
    {
        await using var target = OtherTarget();
        var plan = Plan(source, writers);
        plan = plan with { Target = target, Options = plan.Options with { VerifyBatches = verifies } };
        return await MigrationStart.RunAsync(Profile<ParcelKey>(before), plan, Stop);
    }

    private protected IEnumerable<string> Found() =>
        DifferenceFile.Read(Folder).Select(found => $"{found.Kind} {found.Key["id"]} {found.Part} {found.Line}")
            .Order(StringComparer.Ordinal);

    private protected MigrationPlan Plan(MemorySource source, int writers) => new()
    {
        Name = "parcels",
        Source = source,
        Export = source.Open(),
        Target = Target,
        StateFolder = Folder,
        DefinitionHash = "d",
        Observer = Observer,
        Options = new() { Writers = writers, BatchSize = 50 },
    };

    /// <param name="before">Comes before each upsert, of writers and of comparisons.</param>
    private protected static Profile<Parcel, Parcel> Profile<TKey>(Func<ITarget, Task>? before = null) => new()
    {
        Hash = "p",
        Path = "parcels.csx",
        RecordTypes = [typeof(Parcel)],
        MappedTypes = [typeof(Parcel)],
        OneRecordPerGroup = true,
        ParseItem = static (item, out row) =>
        {
            row = new(item.Keys.String("k"), item.Int32("v"), item.Int32("v") % 3 == 0 ? null : "n", 0);
            return true;
        },
        Transform = static (rows, records) => records.Add(rows[0]),
        Upsert = async (target, batch) =>
        {
            await (before?.Invoke(target) ?? Task.CompletedTask);
            return await ((ISqlTarget)target).Upsert(batch, on => on.Keep("kept"));
        },
        DeleteItem = static (
            item, keys) => keys.Add(typeof(TKey) == typeof(ParcelKey) ? new ParcelKey(item.Keys.String("k")) : new ParcelNumber(1)),
        DeleteKeyType = typeof(TKey),
        DeletedTypes = [typeof(TKey)],
    };

    // A full export, and changes at random: keys come, change, go and come back.
    private protected static (MemorySource Source, Dictionary<string, (int? Total, string File, int Line)> Last) History(Random random)
    {
        var last = new Dictionary<string, (int? Total, string File, int Line)>();
        var files = new List<string[]>();
        for (var link = 0; link < Links; link++)
        {
            var lines = new List<string>();
            foreach (var id in Enumerable.Range(0, Keys).Select(n => $"k{n:d4}").Where(_ => random.Next(3) == 0))
            {
                int? total = link > 0 && random.Next(2) == 0 ? null : random.Next(1_000);
                var image = total is null ? "" : $",\"NewImage\":{{\"k\":{{\"S\":\"{id}\"}},\"v\":{{\"N\":\"{total}\"}}}}";
                lines.Add(
                    $$$$"""{"Metadata":{"WriteTimestampMicros":{"N":"1768387643192366"}},"Keys":{"k":{"S":"{{{{id}}}}"}}{{{{image}}}}}""");
                last[id] = (total, $"data/{link:D3}.json.gz", lines.Count);
            }

            files.Add([.. lines]);
        }

        return (new([.. files]) { IsChain = true }, last);
    }

    /// <summary>Has the next run break off in the fourth file, when those before it are done.</summary>
    private protected void BreakOff(MemorySource source)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Observer.OnPartCompleted = number =>
        {
            if (number == 3)
                done.TrySetResult();
        };
        (source.Broken, source.BeforeBroken) = ("data/003.json.gz", done.Task);
    }

    private protected sealed class Listener : IMigrationObserver
    {
        internal Action<int> OnPartCompleted { get; set; } = static _ => { };

        public void PartCompleted(SourcePart part, int number, int of, RunCounts counts) => OnPartCompleted(number);

        internal List<string> Notices { get; } = [];

        public void Notice(string message) => Notices.Add(message);
    }
}
