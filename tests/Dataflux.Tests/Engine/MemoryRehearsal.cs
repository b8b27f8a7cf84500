using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Tests.Engine;

/// <summary>A rehearsal on a copy of a table in memory. Writes down what was done, a line for each call of the target.</summary>
internal sealed class MemoryRehearsal(SortedDictionary<long, Sum> table) : IRehearsal
{
    private SortedDictionary<long, Sum> _table = new(table);
    private long _changes;

    internal List<string> Calls { get; } = [];

    /// <summary>Called with the records of an upsert; throws to make the step fail.</summary>
    internal Action<IReadOnlyList<Sum>> OnUpsert { get; init; } = _ => { };

    /// <summary>What <see cref="PrepareAsync"/> finds.</summary>
    internal IReadOnlyList<TargetFinding> Findings { get; init; } = [];

    internal bool Disposed { get; private set; }

    public Task PrepareAsync(IReadOnlyList<Type> recordTypes, CancellationToken cancellation) => Findings.Count == 0
        ? Task.CompletedTask
        : throw new Dataflux.Engine.Ground.TargetException("does not fit") { Findings = Findings };

    public Task PrepareDeletesAsync(IReadOnlyList<Type> keyTypes, CancellationToken cancellation) => Task.CompletedTask;

    public async Task StepAsync(Func<ITarget, Task> step, CancellationToken cancellation)
    {
        var draft = new Transaction(this, new(_table));
        await step(draft);
        _table = draft.Table;
        _changes += draft.Changes;
    }

    public Task PlanAsync(Func<ITarget, Task> step, CancellationToken cancellation) => step(new Transaction(this, new(_table)));

    public Task<IReadOnlyList<RowImage?>> RowsAsync(IReadOnlyList<object> records, bool areKeys, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<RowImage?>>([.. records.Select(record => Row(record is SumKey key ? key.Key : ((Sum)record).Key))]);

    public Task<IReadOnlyList<TableChange>> ChangesAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<TableChange>>(_changes == 0 ? [] : [new("sum", 0, _changes, 0)]);

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }

    private RowImage Row(long key) =>
        new("sum", $"key = {key}", _table.TryGetValue(key, out var sum) ? [new("total", $"{sum.Total}")] : null);

    private sealed class Transaction(MemoryRehearsal rehearsal, SortedDictionary<long, Sum> table) : ITarget
    {
        internal SortedDictionary<long, Sum> Table => table;

        internal int Changes { get; private set; }

        public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
            where TRecord : notnull
        {
            var records = batch.Cast<Sum>().ToList();
            rehearsal.Calls.Add($"upsert {string.Join(' ', records.Select(record => record.Key))}");
            rehearsal.OnUpsert(records);
            foreach (var record in records)
                table[record.Key] = record;

            Changes += records.Count;
            return Task.FromResult(records.Count);
        }

        public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
            where TKey : notnull
        {
            rehearsal.Calls.Add($"delete {string.Join(' ', keys.Cast<SumKey>().Select(key => key.Key))}");
            foreach (var key in keys.Cast<SumKey>())
                table.Remove(key.Key);

            return Task.FromResult(keys.Count);
        }
    }
}
