using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Checking.Proving;

/// <summary>A column that two migrations of the same items have filled differently, with an example.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column; <see langword="null"/>: rows are there after one of them only.</param>
/// <param name="Key">The example's key, such as <c>id = 17</c>.</param>
/// <param name="First">Its value after the first; <see langword="null"/>: no row.</param>
/// <param name="Second">Its value after the second; <see langword="null"/>: no row.</param>
/// <param name="Rows">How many rows differ in it.</param>
/// <param name="Of">How many rows there are.</param>
internal sealed record TableDifference(string Table, string? Column, string Key, string? First, string? Second, int Rows, int Of)
{
    private const string Null = "null";

    /// <summary>Compares what two migrations left.</summary>
    internal static IReadOnlyList<TableDifference> Between(IReadOnlyList<TableSnapshot> first, IReadOnlyList<TableSnapshot> second)
    {
        var found = new List<TableDifference>();
        foreach (var table in first.Select(snapshot => snapshot.Table)
            .Union(second.Select(snapshot => snapshot.Table), StringComparer.Ordinal))
        {
            Compare(Find(first, table), Find(second, table), found);
        }

        return found;
    }

    private static TableSnapshot Find(IReadOnlyList<TableSnapshot> snapshots, string table) =>
        snapshots.FirstOrDefault(snapshot => snapshot.Table == table) ?? new TableSnapshot(table, [], [], []);

    // Both are sorted by their key; equal keys (a table without one) pair up one by one.
    private static void Compare(TableSnapshot first, TableSnapshot second, List<TableDifference> found)
    {
        var differences = new Dictionary<string, TableDifference>(StringComparer.Ordinal);
        var before = first.Rows.ToLookup(row => first.KeyOf(row), StringComparer.Ordinal);
        var after = second.Rows.ToLookup(row => second.KeyOf(row), StringComparer.Ordinal);
        var of = Math.Max(first.Rows.Count, second.Rows.Count);
        foreach (var key in before.Select(rows => rows.Key).Union(after.Select(rows => rows.Key), StringComparer.Ordinal))
        {
            var (left, right) = (before[key].ToList(), after[key].ToList());
            for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
            {
                if (i >= left.Count || i >= right.Count)
                    Add(column: null, key, i < left.Count ? "a row" : null, i < right.Count ? "a row" : null);
                else
                    CompareRow(key, left[i], right[i]);
            }
        }

        found.AddRange(differences.Values);

        void CompareRow(string key, IReadOnlyList<string?> left, IReadOnlyList<string?> right)
        {
            for (var c = 0; c < Math.Min(left.Count, right.Count); c++)
            {
                if (left[c] != right[c])
                    Add(first.Columns[c], key, left[c] ?? Null, right[c] ?? Null);
            }
        }

        void Add(string? column, string key, string? left, string? right)
        {
            var known = differences.GetValueOrDefault(column ?? "");
            differences[column ?? ""] = known is null
                ? new TableDifference(first.Table, column, key, left, right, Rows: 1, of)
                : known with { Rows = known.Rows + 1 };
        }
    }
}
