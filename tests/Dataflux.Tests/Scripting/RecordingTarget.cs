using Dataflux.Profiles;

namespace Dataflux.Tests.Scripting;

/// <summary>Writes down what a profile does with its target, a line for each call.</summary>
internal sealed class RecordingTarget : ISqlTarget
{
    internal List<string> Calls { get; } = [];

    /// <summary>What SQL fails with; <see langword="null"/>: it does not.</summary>
    internal Exception? Refusal { get; init; }

    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull
    {
        Calls.Add($"mapping {typeof(TRecord).Name}: {string.Join(", ", batch)}");
        return Task.FromResult(batch.Count);
    }

    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch, Action<Upsert> merge)
        where TRecord : notnull
    {
        Calls.Add($"merge {typeof(TRecord).Name}: {string.Join(", ", batch)}");
        return Task.FromResult(batch.Count);
    }

    public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull
    {
        Calls.Add($"delete {typeof(TKey).Name}: {string.Join(", ", keys)}");
        return Task.FromResult(keys.Count);
    }

    public Task<int> Execute(string sql, params object?[] parameters)
    {
        Calls.Add($"sql {sql}");
        return Refusal is null ? Task.FromResult(0) : Task.FromException<int>(Refusal);
    }

    public Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters) => Task.FromResult<IReadOnlyList<T>>([]);
}
