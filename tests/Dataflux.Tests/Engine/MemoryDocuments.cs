using Dataflux.Engine.Targets;

namespace Dataflux.Tests.Engine;

/// <summary>Documents in memory; a transaction works on a copy.</summary>
internal sealed class MemoryDocuments : ITargetDocuments
{
    private readonly SortedDictionary<string, byte[]> _documents = new(StringComparer.Ordinal);

    internal IEnumerable<string> Names => _documents.Keys;

    internal byte[] this[string name]
    {
        get => _documents[name];
        set => _documents[name] = value;
    }

    public async IAsyncEnumerable<KeyValuePair<string, byte[]>> ReadAsync(string migration)
    {
        foreach (var (name, content) in _documents)
        {
            await Task.Yield();
            yield return new(name, content);
        }
    }

    public Task PutAsync(string migration, string name, ReadOnlyMemory<byte> content)
    {
        _documents[name] = content.ToArray();
        return Task.CompletedTask;
    }

    public Task DeleteAsync(string migration)
    {
        _documents.Clear();
        return Task.CompletedTask;
    }

    internal MemoryDocuments Copy()
    {
        var copy = new MemoryDocuments();
        foreach (var (name, content) in _documents)
        {
            copy[name] = content;
        }

        return copy;
    }
}
