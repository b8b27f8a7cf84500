using Dataflux.Engine;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>
/// A target in memory with transactions. Records go to a table by key; a hook decides before each commit whether it fails,
/// and afterwards whether the caller learns of its success.
/// </summary>
internal sealed class MemoryTarget : ITargetDialect
{
    private const string TooLong = "the transaction takes too long";
    private readonly Lock _gate = new();

    internal SortedDictionary<long, Sum> Table { get; } = [];

    internal int Transactions { get; private set; }

    internal int Sessions { get; private set; }

    /// <summary>The code of failures that are a row's own fault.</summary>
    internal string RowCode { get; set; } = "23514";

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

    public string Location => "memory";

    public Task<TargetHistory?> HistoryAsync(CancellationToken cancellation) => Task.FromResult(History);

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
                    Documents = documents;
                }
            };
        }
    }

    public bool HasLooseKeys { get; set; }

    public Task<IRehearsal> RehearseAsync(CancellationToken cancellation) => Task.FromResult<IRehearsal>(Rehearsal ?? throw new TimeoutException("away"));

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
        TimeoutException when exception.Message == TooLong => new(FailureKind.Transient, exception.Message) { IsTooMuch = true },
        TimeoutException => new(FailureKind.Transient, exception.Message),
        ArgumentException => new(FailureKind.Row, exception.Message) { Code = RowCode },
        UnauthorizedAccessException => new(FailureKind.Suspected, exception.Message) { Code = "42501" },
        _ => new(FailureKind.Systemic, exception.Message),
    };

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The documents, by migration and name.</summary>
    internal MemoryDocuments Documents { get; private set; } = new();

    private WriteCounts Count(IReadOnlyList<SumKey> keys, IReadOnlyList<Sum> records)
    {
        lock (_gate)
        {
            long deleted = keys.Count(key => Table.ContainsKey(key.Key));
            long inserted = records.Count(record => !Table.ContainsKey(record.Key));
            long unchanged = records.Count(record => Table.TryGetValue(record.Key, out var existing) && existing == record);
            return new(inserted, records.Count - inserted - unchanged, unchanged + keys.Count - deleted, deleted);
        }
    }

    private WriteCounts Commit(IReadOnlyList<SumKey> keys, IReadOnlyList<Sum> records, MemoryDocuments? documents)
    {
        lock (_gate)
        {
            Transactions++;
            BeforeCommit(records);
            documents?.ApplyTo(Documents);
            long inserted = 0, updated = 0;
            long deleted = keys.Count(key => Table.Remove(key.Key));
            var unchanged = keys.Count - deleted;
            foreach (var record in records)
            {
                if (!Table.TryGetValue(record.Key, out var existing))
                {
                    inserted++;
                }
                else if (existing == record)
                {
                    unchanged++;
                }
                else
                {
                    updated++;
                }

                Table[record.Key] = record;
            }

            AfterCommit(records);
            return new(inserted, updated, unchanged, deleted);
        }
    }

    /// <summary>Fails as a server does that is away for the moment, while that is so.</summary>
    internal static void AwayWhile(bool condition)
    {
        if (condition)
        {
            throw new TimeoutException("the server is away");
        }
    }

    /// <summary>Fails as a server does whose time limit a transaction has met.</summary>
    internal static void TooLongWhen(bool condition)
    {
        if (condition)
        {
            throw new TimeoutException(TooLong);
        }
    }

    /// <summary>Fails as a server does that refuses a record, or everything.</summary>
    internal static void ForbiddenWhen(bool condition)
    {
        if (condition)
        {
            throw new UnauthorizedAccessException("forbidden");
        }
    }

    /// <summary>Puts records into the table without a transaction.</summary>
    internal void Apply(IReadOnlyList<Sum> records)
    {
        foreach (var record in records)
        {
            Table[record.Key] = record;
        }
    }

    private sealed class Session(MemoryTarget target) : ITargetSession
    {
        public async Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation)
        {
            var transaction = new Transaction(target);
            await write(transaction);
            await target.DuringWrite(transaction.Records, cancellation);
            return target.Commit(transaction.Deleted, transaction.Records, documents: null);
        }

        public async Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, Func<ITargetDocuments, WriteCounts, Task> keep, CancellationToken cancellation)
        {
            var transaction = new Transaction(target);
            await write(transaction);
            await target.DuringWrite(transaction.Records, cancellation);
            var documents = target.Documents.Copy();
            await keep(documents, target.Count(transaction.Deleted, transaction.Records));
            return target.Commit(transaction.Deleted, transaction.Records, documents);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Transaction(MemoryTarget target) : ITarget
    {
        internal List<Sum> Records { get; } = [];

        internal List<SumKey> Deleted { get; } = [];

        public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
            where TKey : notnull
        {
            Deleted.AddRange(keys.Cast<SumKey>());
            return Task.FromResult(keys.Count);
        }

        public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
            where TRecord : notnull
        {
            target.OnUpsert([.. batch.Cast<Sum>()]);
            Records.AddRange(batch.Cast<Sum>());
            return Task.FromResult(batch.Count);
        }
    }
}
