using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Contracts.Memory;

/// <summary>
/// What a server is to other targets: tables and documents in memory, which several targets of a process share. Safe for threads.
/// </summary>
public class MemoryStore
{
    private readonly Dictionary<string, MemoryTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Table, MemoryKey Key), long> _versions = [];
    private readonly Dictionary<string, object> _writers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, byte[]>> _documents = new(StringComparer.Ordinal);

    /// <summary>How often sessions were ended; a transaction that began before cannot be committed.</summary>
    internal int Ended { get; private set; }

    private protected Lock Gate { get; } = new();

    /// <summary>Makes an empty table for records of a type.</summary>
    /// <param name="recordType">The type.</param>
    public void MakeTable(Type recordType)
    {
        var shape = MemoryShape.For(recordType);
        lock (Gate)
            _tables[shape.Table] = new(shape);
    }

    /// <summary>The rows of a table, values by column.</summary>
    /// <param name="table">The table's name.</param>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows(string table)
    {
        lock (Gate)
            return [.. _tables[table].Rows.Values];
    }

    /// <summary>Ends all sessions, as a cut of the network does: what they have not committed is gone.</summary>
    public void EndSessions()
    {
        lock (Gate)
            Ended++;
    }

    /// <summary>What does not fit where records of a type are to go, a line for each.</summary>
    internal IReadOnlyList<string> Lacks(Type recordType)
    {
        var shape = MemoryShape.For(recordType);
        lock (Gate)
        {
            return !_tables.TryGetValue(shape.Table, out var table)
                ? [$"there is no table '{shape.Table}'; make it before the run"]
                : [.. table.Lacking(shape).Select(column => $"the table '{shape.Table}' has no column '{column}'; add it before the run")];
        }
    }

    /// <summary>Makes a target the only writer of a migration.</summary>
    /// <exception cref="StateException">Another one is.</exception>
    internal void Claim(string migration, object target)
    {
        lock (Gate)
        {
            if (_writers.TryGetValue(migration, out var writer) && writer != target)
                throw new StateException($"another process writes '{migration}' into this store; wait until it ends");

            _writers[migration] = target;
        }
    }

    /// <summary>Gives up what a target has claimed.</summary>
    internal void Release(object target)
    {
        lock (Gate)
        {
            foreach (var migration in _writers.Where(claim => claim.Value == target).Select(static claim => claim.Key).ToList())
                _writers.Remove(migration);
        }
    }

    /// <summary>The row with a key; <see langword="null"/>: there is none.</summary>
    internal IReadOnlyDictionary<string, object?>? Find(string table, MemoryKey key)
    {
        lock (Gate)
            return TableOf(table).Rows.GetValueOrDefault(key);
    }

    /// <summary>The version of what was last written or deleted under a key; older than all where there is none.</summary>
    internal long VersionOf(string table, MemoryKey key)
    {
        lock (Gate)
            return _versions.GetValueOrDefault((table, key), long.MinValue);
    }

    /// <summary>What keeps a row from being in a table; <see langword="null"/>: nothing.</summary>
    internal Failure? Refuses(string table, IReadOnlyDictionary<string, object?> row)
    {
        lock (Gate)
            return TableOf(table).Refuses(row);
    }

    /// <summary>The documents of a migration by name; none when nothing was ever kept.</summary>
    internal IReadOnlyDictionary<string, byte[]> Documents(string migration)
    {
        lock (Gate)
        {
            return _documents.TryGetValue(migration, out var documents)
                ? new SortedDictionary<string, byte[]>(documents, StringComparer.Ordinal)
                : new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        }
    }

    /// <summary>Makes what a transaction has done what the store holds: all of it, or nothing where this throws.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <exception cref="MemoryException">It cannot be committed; it may be done again.</exception>
    protected internal virtual void Commit(MemoryTransaction transaction)
    {
        lock (Gate)
        {
            if (transaction.BeganAt != Ended)
                throw new MemoryException(new(FailureKind.Transient, "the session was ended before the transaction was committed"));

            if (!transaction.Documents.StillFit())
                throw new MemoryException(new(FailureKind.Transient, "another transaction changed a document first"));

            Apply(transaction);
        }
    }

    private protected void Apply(MemoryTransaction transaction)
    {
        foreach (var ((table, key), row) in transaction.Changes)
        {
            if (row is null)
                TableOf(table).Rows.Remove(key);
            else
                TableOf(table).Rows[key] = row;
        }

        foreach (var (at, version) in transaction.Versions)
            _versions[at] = version;

        foreach (var ((migration, name), content) in transaction.Documents.Changes)
        {
            if (!_documents.TryGetValue(migration, out var documents))
                _documents.Add(migration, documents = new(StringComparer.Ordinal));

            if (content is null)
                documents.Remove(name);
            else
                documents[name] = content;
        }
    }

    private MemoryTable TableOf(string name) => _tables.TryGetValue(name, out var table)
        ? table
        : throw new MemoryException(new(FailureKind.Systemic, $"there is no table '{name}'; make it and start again") { Table = name });
}
