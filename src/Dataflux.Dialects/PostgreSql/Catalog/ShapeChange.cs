namespace Dataflux.Dialects.PostgreSql.Catalog;

/// <summary>Says what was changed in a table, and whether that matters to those who write it.</summary>
internal static class ShapeChange
{
    private const string Required = ", without a default";

    /// <summary>What was changed and what to do; <see langword="null"/> when it makes no difference to rows that are written.</summary>
    internal static string? Between(TableShape before, TableShape now)
    {
        var gone = before.Facts.Except(now.Facts).Order(StringComparer.Ordinal).ToList();
        var come = now.Facts.Except(before.Facts).Order(StringComparer.Ordinal).ToList();
        if (gone.Count == 0 && come.TrueForAll(IsHarmless))
            return null;

        var (what, isLost) = (gone.Find(IsTable), gone.Exists(IsRows), come.Contains("table ")) switch
        {
            ({ }, _, true) => ("does not exist any longer", true),
            ({ }, _, _) => ("is another one now: it was dropped and made again, or exchanged", true),
            (_, true, _) when gone.TrueForAll(IsRows) =>
                ("was emptied (TRUNCATE), or all its rows were rewritten (VACUUM FULL, CLUSTER, ALTER TABLE)", true),
            _ => ("was changed: " + Described(before, gone, come), false),
        };
        return $"While the run wrote it, table {now.Name} {what}. What was not committed yet was rolled back. " + (isLost
            ? "If rows that were written before are missing, run 'dataflux reset' and migrate again; if none is, run the same command "
                + "again: it goes on where it stopped."
            : "Run the same command again: it goes on where it stopped, and takes the table as it is then.");
    }

    // A column that may be left out, or one more unique index or partition: a run that began with it would have done the same.
    private static bool IsHarmless(string fact) =>
        (fact.StartsWith("column ", StringComparison.Ordinal) && !fact.EndsWith(Required, StringComparison.Ordinal))
        || fact.StartsWith("unique ", StringComparison.Ordinal) || fact.StartsWith("partition ", StringComparison.Ordinal);

    private static bool IsTable(string fact) => fact.StartsWith("table ", StringComparison.Ordinal);

    private static bool IsRows(string fact) =>
        fact.StartsWith("rows ", StringComparison.Ordinal) || fact.StartsWith("partition ", StringComparison.Ordinal);

    private static string Described(TableShape before, List<string> gone, List<string> come)
    {
        gone.RemoveAll(IsRows);
        come.RemoveAll(IsRows);
        var texts = come.Select(
            fact => before.Facts.FirstOrDefault(old => gone.Contains(old) && SubjectOf(old) == SubjectOf(fact)) is { } old
                ? $"{fact}, which was {old[(SubjectOf(old).Length + 1)..].Trim(':', ' ')}"
                : $"{fact} is new");
        return string.Join(
            "; ", texts.Concat(gone.Where(old => !come.Exists(fact => SubjectOf(fact) == SubjectOf(old))).Select(old => $"{old} is gone")));
    }

    // "column a: integer (23)", "trigger t (O, 7, 16400)"
    private static string SubjectOf(string fact) => fact.IndexOfAny([':', '(']) is > 0 and var end ? fact[..end].TrimEnd() : fact;
}
