using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Tests.Engine;

/// <summary>Documents in memory; a transaction works on a copy, and what it did is done once more at its commit.</summary>
internal sealed class MemoryDocuments : ITargetDocuments
{
    private readonly SortedDictionary<(string Migration, string Name), byte[]> _documents = new(
        Comparer<(string Migration, string Name)>.Create((a, b) =>
            string.CompareOrdinal(a.Migration, b.Migration) is var order && order != 0 ? order : string.CompareOrdinal(a.Name, b.Name)));

    private readonly List<Action<MemoryDocuments>> _done = [];
    private readonly List<Func<MemoryDocuments, bool>> _found = [];

    /// <summary>Whether the user may not make a place for documents.</summary>
    internal bool Refuses { get; set; }

    internal byte[] this[string migration, string name]
    {
        get => _documents[(migration, name)];
        set => _documents[(migration, name)] = value;
    }

    public async IAsyncEnumerable<KeyValuePair<string, byte[]>> ReadAsync(string migration)
    {
        foreach (var (key, content) in _documents)
        {
            await Task.Yield();
            if (key.Migration == migration)
                yield return new(key.Name, content);
        }
    }

    public Task PutAsync(string migration, string name, ReadOnlyMemory<byte> content) =>
        Do(to => to._documents[(migration, name)] = content.ToArray());

    public async Task<bool> ReplaceAsync(string migration, string name, ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> before)
    {
        bool IsExpected(MemoryDocuments documents) => documents._documents.TryGetValue((migration, name), out var found)
            && (found.AsSpan().SequenceEqual(before.Span) || found.AsSpan().SequenceEqual(content.Span));

        if (!IsExpected(this))
            return false;

        _found.Add(IsExpected);
        await PutAsync(migration, name, content);
        return true;
    }

    public Task MakeAsync() =>
        Refuses ? throw new TargetException("permission denied for database") { IsNoPlaceForDocuments = true } : Task.CompletedTask;

    public Task DeleteAsync(string migration) => Do(to =>
    {
        foreach (var key in to._documents.Keys.Where(key => key.Migration == migration).ToList())
            to._documents.Remove(key);
    });

    internal MemoryDocuments Copy()
    {
        var copy = new MemoryDocuments { Refuses = Refuses };
        foreach (var (key, content) in _documents)
            copy._documents[key] = content;

        return copy;
    }

    /// <summary>Forgets all of them.</summary>
    internal void Clear() => _documents.Clear();

    /// <summary>Takes the documents of others instead of its own.</summary>
    internal void Become(MemoryDocuments others)
    {
        _documents.Clear();
        foreach (var (key, content) in others._documents)
            _documents[key] = content;
    }

    /// <summary>Whether what this copy's transaction found there is there still.</summary>
    internal bool Fit(MemoryDocuments documents) => _found.TrueForAll(found => found(documents));

    /// <summary>Commits what was done to this copy.</summary>
    internal void ApplyTo(MemoryDocuments documents) => _done.ForEach(step => step(documents));

    private Task Do(Action<MemoryDocuments> step)
    {
        step(this);
        _done.Add(step);
        return Task.CompletedTask;
    }
}
