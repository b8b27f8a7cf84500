using System.Text.Json;
using Dataflux.Engine;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Reporting;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>
/// The engine with a source and a target in memory and a real state folder. The profile sums the values of items by key;
/// items without <c>k</c> are skipped, a negative value throws in parseItem, key 13 is filtered, key 666 throws in transform.
/// </summary>
internal sealed class EngineRun(MemorySource source, string? below = null) : IDisposable
{
    /// <summary>A folder in memory, where the system has one: for tests whose runs are many.</summary>
    internal static string InMemory { get; } = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    internal SumTarget Target { get; init; } = new();

    internal string Folder { get; } = below is null
        ? Directory.CreateTempSubdirectory("dataflux-engine-").FullName
        : Directory.CreateDirectory(Path.Combine(below, $"dataflux-engine-{Guid.NewGuid():N}")).FullName;

    /// <summary>Strikes secrets out.</summary>
    internal Func<string, string> Redact { get; init; } = static text => text;

    /// <summary>The file with its progress.</summary>
    internal string Checkpoint => Path.Combine(Folder, "checkpoint.json");

    internal MigrationOptions Options { get; set; } = new();

    /// <summary>The run's clock.</summary>
    internal JumpingTime Time { get; init; } = new JumpingTime();

    internal string DefinitionHash { get; set; } = "d1";

    internal string ProfileHash { get; set; } = "p1";

    internal MemorySource Source { get; set; } = source;

    internal bool Grouped { get; set; } = true;

    /// <summary>Groups by this instead of by key.</summary>
    internal Func<IReadOnlyList<Pair>, IEnumerable<IEnumerable<Pair>>>? GroupRows { get; set; }

    /// <summary>The key whose transform is cancelled by something of its own.</summary>
    internal const long Cancelling = 667;

    /// <summary>Whether the profile has a <c>deleteItem</c>; key 13 is not deleted, key 666 throws.</summary>
    internal bool Deletes { get; set; }

    /// <summary>A <c>deleteItem</c> in the place of that one.</summary>
    internal DeletionMaker? DeleteItem { get; init; }

    /// <summary>Whether deletes are skipped knowingly.</summary>
    internal bool SkipDeletes { get; set; }

    /// <summary>A <c>parseItem</c> in the place of that one.</summary>
    internal RowParser<Pair>? ParseItem { get; init; }

    /// <summary>How attributes that are not read are reported.</summary>
    internal CoverageOptions? Coverage { get; set; }

    /// <summary>The profile's <c>onStart</c>.</summary>
    internal Func<ITarget, Task>? OnStart { get; init; }

    /// <summary>The profile's <c>onComplete</c>.</summary>
    internal Func<ITarget, Task>? OnComplete { get; init; }

    /// <summary>Happens in <c>upsert</c>, before the records are written.</summary>
    internal Action OnUpsert { get; set; } = static () => { };

    /// <summary>Told where calls into the script are.</summary>
    internal ScriptWatch Watch { get; } = new();

    internal Recorder Observer { get; } = new();

    internal static string Item(long key, long value) =>
        $$$$"""{"Item":{"k":{"N":"{{{{key}}}}"},"v":{"N":"{{{{value}}}}"}}}""";

    internal Task<RunSummary> RunAsync() => RunUntilAsync(TestContext.Current.CancellationToken);

    internal Task<RunSummary> RunUntilAsync(CancellationToken stop) => MigrationStart.RunAsync(Profile(), Plan(), stop);

    internal Profile<Pair, Sum> Profile() =>
        new()
        {
            Hash = ProfileHash,
            Path = "sums.csx",
            RecordTypes = [typeof(Sum)],
            MappedTypes = [typeof(Sum)],
            OneRecordPerGroup = true,
            ParseItem = ParseItem ?? Parse,
            Filter = row => row.Key != 13,
            GroupRows = GroupRows,
            GroupKey = Grouped && GroupRows is null ? new GroupKeyOf<Pair, long>(row => row.Key) : null,
            Transform = Transform,
            Upsert = (target, batch) =>
            {
                OnUpsert();
                return target.Upsert(batch);
            },
            OnStart = OnStart,
            OnComplete = OnComplete,
            DeleteItem = DeleteItem ?? (Deletes ? Delete : null),
            DeleteKeyType = Deletes || DeleteItem is not null ? typeof(SumKey) : null,
        };

    /// <summary>The target, where it keeps the state.</summary>
    internal SumTarget? StateTarget => Options.Checkpoint == CheckpointPlace.Target ? Target : null;

    internal MigrationPlan Plan() =>
        new()
        {
            Name = "sums",
            Source = Source,
            Export = Source.Open(),
            Target = Target,
            StateFolder = Folder,
            Coverage = Coverage,
            DefinitionHash = DefinitionHash,
            Observer = Observer,
            Options = Options,
            SkipDeletes = SkipDeletes,
            Time = Time,
            ScriptWatch = Watch,
            Redact = Redact,
        };

    internal IReadOnlyList<JsonElement> Rejects()
    {
        var path = Path.Combine(Folder, "rejects.ndjson");
        return File.Exists(path) ? [.. File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)] : [];
    }

    /// <summary>The rejects in the words of <see cref="ScheduleModel.Rejects"/>, ordered.</summary>
    internal IEnumerable<string> RejectTexts() => Rejects()
        .Select(reject => $"{reject.GetProperty("file").GetString()} {reject.GetProperty("stage").GetString()} "
            + $"{reject.GetProperty("lines").GetRawText()} {reject.GetProperty("items").GetArrayLength()}")
        .Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal static string Put(long key, long value) => Changed(key, $$$"""
        ,"NewImage":{"k":{"N":"{{{key}}}"},"v":{"N":"{{{value}}}"}}
        """.Trim());

    /// <summary>A put of which the profile makes nothing.</summary>
    internal static string PutOfNothing(long key) => Changed(key, ",\"NewImage\":{\"other\":{\"S\":\"x\"}}");

    internal static string Delete(long key) => Changed(key, "");

    private static string Changed(long key, string image) =>
        $$$$"""{"Metadata":{"WriteTimestampMicros":{"N":"1768387643192366"}},"Keys":{"k":{"N":"{{{{key}}}}"}}{{{{image}}}}}""";

    private static void Delete(Item item, List<object> keys)
    {
        var key = item.Keys.Int64("k");
        if (key == 666)
            throw new InvalidDataException("key 666 cannot be deleted");

        if (key != 13)
            keys.Add(new SumKey(key));
    }

    private static bool Parse(Item item, out Pair row)
    {
        row = null!;
        if (!item.Has("k"))
            return false;

        row = new(item.Int64("k"), item.Int64("v"));
        return row.Value >= 0 ? true : throw new InvalidDataException($"negative value {row.Value}");
    }

    /// <summary>The key that transform refuses.</summary>
    internal long BadKey { get; set; } = 666;

    private void Transform(IReadOnlyList<Pair> rows, List<Sum> records)
    {
        if (rows[0].Key == BadKey)
            throw new InvalidDataException($"key {BadKey} cannot be transformed");

        if (rows[0].Key == Cancelling)
            throw new TaskCanceledException("a time limit of the script's own");

        records.Add(new Sum(rows[0].Key, rows.Count, rows.Sum(row => row.Value)));
    }

    internal sealed class Recorder : IMigrationObserver
    {
        internal List<Failure> Retries { get; } = [];

        internal List<string> Holds { get; } = [];

        internal TimeSpan Waited { get; private set; }

        public void Throttled(TimeSpan waited)
        {
            lock (Retries)
                Waited += waited;
        }

        public void Held(Dataflux.Engine.Targets.ReplicaLag lag, TimeSpan longest) =>
            Holds.Add($"{lag.Replica} {lag.Behind.TotalSeconds:0} of {longest.TotalSeconds:0}");

        public void Released(Dataflux.Engine.Targets.ReplicaLag? lag, TimeSpan held) => Holds.Add($"go on after {held.TotalSeconds:0}");

        internal Action<int> OnPartCompleted { get; set; } = _ => { };

        public void PartCompleted(Dataflux.Engine.Sources.SourcePart part, int number, int of, RunCounts counts) => OnPartCompleted(number);

        internal Action<int> OnPartitionCompleted { get; set; } = _ => { };

        public void PartitionCompleted(int number, int of, RunCounts counts) => OnPartitionCompleted(number);

        internal List<string> Notices { get; } = [];

        public void Notice(string message) => Notices.Add(message);

        public void Retrying(string what, Failure failure, int attempt, TimeSpan delay)
        {
            lock (Retries)
                Retries.Add(failure);
        }
    }
}
