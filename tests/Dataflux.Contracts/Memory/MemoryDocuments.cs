using Dataflux.Engine.Targets;

namespace Dataflux.Contracts.Memory;

/// <summary>The documents of a store as one transaction sees them, with its own changes over them.</summary>
internal sealed class MemoryDocuments(MemoryStore store) : ITargetDocuments
{
    private readonly List<Func<bool>> _expected = [];

    /// <summary>Contents by migration and name; <see langword="null"/> where a document is deleted.</summary>
    internal Dictionary<(string Migration, string Name), byte[]?> Changes { get; } = [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, byte[]>> ReadAsync(string migration)
    {
        foreach (var document in Of(migration))
            yield return document;

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PutAsync(string migration, string name, ReadOnlyMemory<byte> content)
    {
        Changes[(migration, name)] = content.ToArray();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<bool> ReplaceAsync(string migration, string name, ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> before)
    {
        bool IsExpected(byte[]? found) => found is not null
            && (found.AsSpan().SequenceEqual(before.Span) || found.AsSpan().SequenceEqual(content.Span));

        if (!IsExpected(Of(migration).GetValueOrDefault(name)))
            return false;

        if (!Changes.ContainsKey((migration, name)))
            _expected.Add(() => IsExpected(store.Documents(migration).GetValueOrDefault(name)));

        await PutAsync(migration, name, content);
        return true;
    }

    /// <inheritdoc/>
    public Task MakeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DeleteAsync(string migration)
    {
        foreach (var name in Of(migration).Keys)
            Changes[(migration, name)] = null;

        return Task.CompletedTask;
    }

    /// <summary>Whether what was replaced is still what it was found to be.</summary>
    internal bool StillFit() => _expected.TrueForAll(static isThere => isThere());

    private SortedDictionary<string, byte[]> Of(string migration)
    {
        var documents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, content) in store.Documents(migration))
            documents[name] = content;

        foreach (var ((owner, name), content) in Changes)
        {
            if (owner != migration)
                continue;

            if (content is null)
                documents.Remove(name);
            else
                documents[name] = content;
        }

        return documents;
    }
}
