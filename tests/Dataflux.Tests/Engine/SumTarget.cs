using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>
/// A target in memory with transactions. Records go to a table by key; a hook decides before each commit whether it fails,
/// and afterwards whether the caller learns of its success.
/// </summary>
internal sealed class SumTarget : ITargetConnection, IHistoryReader, IReplicaWatch, IRehearsals
{
    private const string TooLong = "the transaction takes too long";
    private readonly Lock _gate = new();
    private readonly List<Action> _late = [];
    private int _crashes;

    internal SortedDictionary<long, Sum> Table { get; } = [];

    internal int Transactions { get; private set; }

    internal int Sessions { get; private set; }

    /// <summary>What failures that are a row's own fault are about.</summary>
    internal FailureDetail RowDetail { get; set; }

    /// <summary>Called with the records of a transaction before it is committed; throws to make it fail.</summary>
    internal Action<IReadOnlyList<Sum>> BeforeCommit { get; set; } = _ => { };

    /// <summary>Called with the records of each upsert of a transaction, which may be taken back; throws to make it fail.</summary>
    internal Action<IReadOnlyList<Sum>> OnUpsert { get; set; } = _ => { };

    /// <summary>Called after a commit; throws to make the caller believe that it failed.</summary>
    internal Action<IReadOnlyList<Sum>> AfterCommit { get; set; } = _ => { };

    /// <summary>Called with the records of a transaction while it is under way.</summary>
    internal Func<IReadOnlyList<Sum>, CancellationToken, Task> DuringWrite { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>How far its replicas are behind.</summary>
    internal Func<ReplicaLag?> Lag { get; set; } = () => null;

    /// <summary>What is handed out for a rehearsal; <see langword="null"/>: the target cannot be reached.</summary>
    internal MemoryRehearsal? Rehearsal { get; set; }

    /// <summary>What it says of itself; <see langword="null"/>: nothing.</summary>
    internal TargetHistory? History { get; set; }

    public TargetCapabilities Capabilities => new()
    {
        IsTransactional = true,
        TimePrecision = TimeSpan.FromTicks(1),
        KeepsDocuments = true,
        History = History is null ? null : this,
        Replicas = this,
        Rehearsals = this,
        Load = Load,
    };

    /// <summary>Counts what a run costs.</summary>
    internal ITargetLoad? Load { get; set; }

    public string Location => "memory";

    /// <summary>Called before it says what it is.</summary>
    internal Action BeforeHistory { get; set; } = () => { };

    /// <summary>Whether a transaction of these records is rolled back, and said to be committed.</summary>
    internal Func<IReadOnlyList<Sum>, bool> RollsBack { get; set; } = _ => false;

    /// <summary>
    /// Whether a transaction of these records is committed only when nobody waits for it any longer, by the time that the next one is.
    /// </summary>
    internal Func<IReadOnlyList<Sum>, bool> IsLate { get; set; } = _ => false;

    public Task<TargetHistory> HistoryAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            BeforeHistory();
            return Task.FromResult(History!);
        }
    }

    /// <summary>What it holds at a moment, while sessions go on writing.</summary>
    internal List<Sum> Rows()
    {
        lock (_gate)
            return [.. Table.Values];
    }

    /// <summary>Remembers everything it holds.</summary>
    /// <returns>Brings that back, as a standby does that takes over.</returns>
    internal Action Remember()
    {
        lock (_gate)
        {
            var (table, documents) = (Table.ToList(), Documents.Copy());
            return () =>
            {
                lock (_gate)
                {
                    Table.Clear();
                    table.ForEach(row => Table.Add(row.Key, row.Value));
                    Documents = documents.Copy();
                }
            };
        }
    }

    /// <summary>Ends all sessions, as a crash does: transactions under way are never committed.</summary>
    internal void EndSessions()
    {
        lock (_gate)
        {
            _crashes++;
            _late.Clear();
        }
    }

    public bool HasLooseKeys { get; set; }

    public bool HasReferences => References is not null;

    /// <summary>Which records refer to which; <see langword="null"/>: none does.</summary>
    internal MemoryReferences? References { get; set; }

    public Task<IRehearsal> RehearseAsync(CancellationToken cancellation) =>
        Task.FromResult<IRehearsal>(Rehearsal ?? throw new TimeoutException("away"));

    public Task<ReplicaLag?> ReplicaLagAsync(CancellationToken cancellation) => Task.FromResult(Lag());

    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) => Task.CompletedTask;

    public Task<ITargetSession> OpenSessionAsync(CancellationToken cancellation)
    {
        Sessions++;
        return Task.FromResult<ITargetSession>(new Session(this));
    }

    public Failure Classify(Exception exception) => exception switch
    {
        RefusedRecordsException refused => refused.Failure,
        KeyNotFoundException => MemoryReferences.FailureOf(exception.Message),
        TimeoutException when exception.Message == TooLong => new(FailureKind.Transient, exception.Message) { IsTooMuch = true },
        TimeoutException => new(FailureKind.Transient, exception.Message),
        ArgumentException => new(FailureKind.Row, exception.Message) { Code = "23514", Detail = RowDetail },
        UnauthorizedAccessException => new(FailureKind.Suspected, exception.Message) { Code = "42501" },
        _ => new(FailureKind.Systemic, exception.Message),
    };

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The documents, by migration and name.</summary>
    internal MemoryDocuments Documents { get; private set; } = new();

    private WriteCounts Count(SumTransaction transaction)
    {
        lock (_gate)
            return CountNow(transaction);
    }

    private WriteCounts CountNow(SumTransaction transaction)
    {
        var (keys, records) = (transaction.Deleted, transaction.Records);
        long deleted = keys.Count(key => Table.ContainsKey(key.Key));
        long inserted = records.Count(record => !Table.ContainsKey(record.Key));
        long unchanged = records.Count(record => Table.TryGetValue(record.Key, out var existing) && existing == record);
        return new(inserted, records.Count - inserted - unchanged, unchanged + keys.Count - deleted, deleted);
    }

    private SumTransaction Begin()
    {
        lock (_gate)
            return new SumTransaction(this) { BeganAt = _crashes };
    }

    private MemoryDocuments Open()
    {
        lock (_gate)
            return Documents.Copy();
    }

    private WriteCounts Commit(SumTransaction transaction, MemoryDocuments? documents)
    {
        var records = transaction.Records;
        lock (_gate)
        {
            Transactions++;
            _late.ForEach(late => late());
            _late.Clear();
            References?.Check(Table, [.. transaction.Deleted.Select(key => key.Key)], records);
            BeforeCommit(records);
            AwayWhile(transaction.BeganAt != _crashes);
            AwayWhile(documents?.Fit(Documents) == false); // another transaction came first, as a row's lock would show
            if (IsLate(records))
            {
                _late.Add(() => ChangeLate(transaction, documents));
                throw new TimeoutException("no answer");
            }

            var counts = RollsBack(records) ? CountNow(transaction) : Change(transaction, documents);
            AfterCommit(records);
            return counts;
        }
    }

    // The table may have been emptied meanwhile, with the rows that these refer to.
    private void ChangeLate(SumTransaction transaction, MemoryDocuments? documents)
    {
        if (References?.Hold(Table, [.. transaction.Deleted.Select(key => key.Key)], transaction.Records) != false)
            Change(transaction, documents);
    }

    private WriteCounts Change(SumTransaction transaction, MemoryDocuments? documents)
    {
        var (keys, records) = (transaction.Deleted, transaction.Records);
        documents?.ApplyTo(Documents);
        long inserted = 0, updated = 0;
        long deleted = keys.Count(key => Table.Remove(key.Key));
        var unchanged = keys.Count - deleted;
        foreach (var record in records)
        {
            if (!Table.TryGetValue(record.Key, out var existing))
                inserted++;
            else if (existing == record)
                unchanged++;
            else
                updated++;

            Table[record.Key] = record;
        }

        return new(inserted, updated, unchanged, deleted);
    }

    /// <summary>Fails as a server does that is away for the moment, while that is so.</summary>
    internal static void AwayWhile(bool condition)
    {
        if (condition)
            throw new TimeoutException("the server is away");
    }

    /// <summary>Fails as a server does whose time limit a transaction has met.</summary>
    internal static void TooLongWhen(bool condition)
    {
        if (condition)
            throw new TimeoutException(TooLong);
    }

    /// <summary>Fails as a server does that refuses a record, or everything.</summary>
    internal static void ForbiddenWhen(bool condition)
    {
        if (condition)
            throw new UnauthorizedAccessException("forbidden");
    }

    /// <summary>Puts records into the table without a transaction.</summary>
    internal void Apply(IReadOnlyList<Sum> records)
    {
        foreach (var record in records)
            Table[record.Key] = record;
    }

    private sealed class Session(SumTarget target) : ITargetSession
    {
        public async Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation)
        {
            var transaction = target.Begin();
            await write(transaction);
            await target.DuringWrite(transaction.Records, cancellation);
            return target.Commit(transaction, documents: null);
        }

        public async Task<WriteCounts> WriteAsync(
            Func<ITarget, Task> write, Func<ITargetDocuments, WriteCounts, Task> keep, CancellationToken cancellation)
        {
            var transaction = target.Begin();
            await write(transaction);
            await target.DuringWrite(transaction.Records, cancellation);
            var documents = target.Open();
            await keep(documents, target.Count(transaction));
            return target.Commit(transaction, documents);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
