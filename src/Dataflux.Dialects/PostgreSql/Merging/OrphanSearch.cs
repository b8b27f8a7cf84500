using Dataflux.Dialects.Sql.Catalog;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// Which rows of a batch have no parent: neither the table nor the batch has it, or only a row of the batch that has none itself. Rows are
/// numbers.
/// </summary>
internal sealed class OrphanSearch
{
    private readonly SortedDictionary<int, (ForeignKey Key, string Value)> _rows = [];
    private readonly HashSet<int> _alone = [];
    private readonly Dictionary<int, List<int>> _childrenOf = [];

    /// <summary>Whether the table has what all rows refer to.</summary>
    internal bool IsEmpty => _rows.Count == 0;

    internal void Clear()
    {
        _rows.Clear();
        _alone.Clear();
        _childrenOf.Clear();
    }

    /// <summary>Takes an answer of <see cref="ParentSql.Missing"/>: a row whose parent the table does not have.</summary>
    internal void Add(ForeignKey key, NpgsqlDataReader answer)
    {
        var row = answer.GetInt32(0);
        _rows.TryAdd(row, (key, string.Join(", ", answer.GetFieldValue<string[]>(2))));
        if (answer.IsDBNull(1))
        {
            _alone.Add(row);
        }
        else if (answer.GetInt32(1) is var parent && parent != row)
        {
            if (!_childrenOf.TryGetValue(parent, out var children))
                _childrenOf.Add(parent, children = []);
            children.Add(row);
        }
    }

    /// <summary>The rows without a parent, in their order.</summary>
    internal IReadOnlyList<(int Number, ForeignKey Key, string Value)> Find() => Find(_alone);

    /// <summary>The same at the end of a transaction, which may have brought the parents of some.</summary>
    /// <param name="left">What the table does not have then.</param>
    internal IReadOnlyList<(int Number, ForeignKey Key, string Value)> FindAmong(OrphanSearch left) =>
        Find([.. left._rows.Keys.Where(_rows.ContainsKey)]);

    private List<(int Number, ForeignKey Key, string Value)> Find(IEnumerable<int> alone)
    {
        var found = new SortedSet<int>(alone);
        var open = new Queue<int>(found);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in _childrenOf.GetValueOrDefault(parent, []))
            {
                if (found.Add(child))
                    open.Enqueue(child);
            }
        }

        return [.. found.Select(row => (row, _rows[row].Key, _rows[row].Value))];
    }
}
