using System.Collections.Concurrent;
using System.Text.Json;
using Dataflux.Dialects.OpenSearch.Calling;
using Dataflux.Dialects.OpenSearch.Ground;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.OpenSearch.Indexes;

/// <summary>The indexes of a run; each is described once.</summary>
/// <param name="client">The cluster.</param>
/// <param name="location">Where that is, for people.</param>
internal sealed class IndexCatalog(OpenSearchClient client, string location)
{
    private readonly ConcurrentDictionary<string, IndexInfo> _indexes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _planned = new(StringComparer.Ordinal);

    /// <summary>Where the cluster is, for people.</summary>
    internal string Location => location;

    /// <summary>Makes indexes that take the place of those that are there; <see langword="null"/>: none are made.</summary>
    internal IFreshIndexes? Fresh { private get; set; }

    /// <summary>The names that the run may write to.</summary>
    internal IReadOnlyList<string> Planned => [.. _planned.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Says that the run may write to a name.</summary>
    internal void Plan(string name) => _planned.TryAdd(name, value: true);

    /// <summary>Forgets what was found, for another run.</summary>
    internal void Forget() => _indexes.Clear();

    /// <summary>The index that an index's name or an alias stands for when something is written to it.</summary>
    /// <exception cref="TargetException">There is none, or an alias has several and names none of them for writing.</exception>
    internal async ValueTask<IndexInfo> FindAsync(string name, CancellationToken cancellation) =>
        _indexes.TryGetValue(name, out var known) ? known : _indexes.GetOrAdd(name, await FindNewAsync(name, cancellation));

    private Task<IndexInfo> FindNewAsync(string name, CancellationToken cancellation)
    {
        Plan(name);
        return Fresh is { Fills: true } fresh ? fresh.MakeAsync(name, cancellation) : ReadAsync(name, cancellation);
    }

    private async Task<IndexInfo> ReadAsync(string name, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(Uri.EscapeDataString(name), cancellation);
            var indexes = answer.RootElement.EnumerateObject().ToList();
            return indexes switch
            {
                [var one] when !IsWriteIndex(one.Value, name, expected: false) => IndexInfo.From(name, one.Name, one.Value),
                [_, _, ..] when indexes.FindAll(index => IsWriteIndex(index.Value, name, expected: true)) is [var one] =>
                    IndexInfo.From(name, one.Name, one.Value, isOneOfSeveral: true),
                _ => throw new TargetException(
                    $"{location}: the alias '{name}' names none of its {indexes.Count} indexes for writing; set is_write_index for one of "
                        + "them, or name an index"),
            };
        }
        catch (AnswerException e) when (e.Error.Status == 404)
        {
            throw new TargetException(
                $"{location}: there is no index or alias '{name}'; make it, or correct its name in [Table] or 'alias' under 'target:'", e);
        }
    }

    private static bool IsWriteIndex(JsonElement index, string alias, bool expected) =>
        index.TryGetProperty("aliases", out var aliases) && aliases.TryGetProperty(alias, out var own)
        && own.TryGetProperty("is_write_index", out var isWriteIndex) && isWriteIndex.ToString() == (expected ? "True" : "False");
}
