using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Tests.Engine;

/// <summary>The foreign key of a <see cref="SumTarget"/>: which row of the same table each record refers to.</summary>
/// <param name="parentOf">The key of the row a record refers to; <see langword="null"/>: it refers to none.</param>
/// <param name="names">Whether the target names the records that it refuses.</param>
internal sealed class MemoryReferences(Func<Sum, long?> parentOf, bool names)
{
    internal static Failure FailureOf(string message) =>
        new(FailureKind.Row, message) { Code = "23503", Constraint = "parent", LacksParent = true };

    /// <summary>Refuses a transaction after which a row would refer to one that is not there.</summary>
    internal void Check(SortedDictionary<long, Sum> table, HashSet<long> deleted, IReadOnlyList<Sum> records)
    {
        if (OrphanAfter(table, deleted, records) is not { } orphan)
            return;

        var refused = Orphans(table, records);
        if (names && refused.Count > 0)
        {
            throw new RefusedRecordsException([.. refused], FailureOf("no parent"))
            {
                Failures = [.. refused.Select(record => FailureOf($"no row {parentOf(record)}"))],
            };
        }

        throw new KeyNotFoundException($"no row {parentOf(orphan)}");
    }

    /// <summary>Whether every row that refers to another one still would after a transaction.</summary>
    internal bool Hold(SortedDictionary<long, Sum> table, HashSet<long> deleted, IReadOnlyList<Sum> records) =>
        OrphanAfter(table, deleted, records) is null;

    private Sum? OrphanAfter(SortedDictionary<long, Sum> table, HashSet<long> deleted, IReadOnlyList<Sum> records)
    {
        var after = new SortedDictionary<long, Sum>(table);
        foreach (var key in deleted)
            after.Remove(key);

        foreach (var record in records)
            after[record.Key] = record;

        return after.Values.FirstOrDefault(row => IsOrphan(row, after.ContainsKey));
    }

    // Those whose parent is not there, and those whose parent is among them.
    private List<Sum> Orphans(SortedDictionary<long, Sum> table, IReadOnlyList<Sum> records)
    {
        var stay = new List<Sum>(records);
        while (stay.RemoveAll(record => IsOrphan(record, key => table.ContainsKey(key) || stay.Exists(other => other.Key == key))) > 0)
        {
        }

        return [.. records.Except(stay, ReferenceEqualityComparer.Instance).Cast<Sum>()];
    }

    private bool IsOrphan(Sum record, Func<long, bool> isThere) => parentOf(record) is { } parent && !isThere(parent);
}
