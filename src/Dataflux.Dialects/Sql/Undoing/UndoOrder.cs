namespace Dataflux.Dialects.Sql.Undoing;

/// <summary>Orders tables by what refers to what.</summary>
internal static class UndoOrder
{
    /// <summary>The tables, each behind those that it refers to; where they refer to each other in a circle, as they come.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="keys">Which table has a foreign key that refers to which.</param>
    internal static List<string> ParentsFirst(IReadOnlyList<string> tables, IEnumerable<(string Parent, string Child)> keys)
    {
        var parents = keys.Where(key => key.Parent != key.Child).ToLookup(key => key.Child, key => key.Parent, StringComparer.Ordinal);
        var ordered = new List<string>(tables.Count);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in tables)
            Visit(table);
        return ordered;

        void Visit(string table)
        {
            if (!tables.Contains(table) || !seen.Add(table))
                return;
            foreach (var parent in parents[table])
                Visit(parent);
            ordered.Add(table);
        }
    }
}
