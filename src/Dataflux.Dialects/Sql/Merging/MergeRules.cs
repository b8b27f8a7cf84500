using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Mapping;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Merging;

/// <summary>An <see cref="Upsert"/> worked out for one table.</summary>
/// <param name="Key">The columns that identify a row.</param>
/// <param name="Changes">What an existing row gets; empty: it is left as it is.</param>
internal sealed record MergeRules(IReadOnlyList<string> Key, IReadOnlyList<ColumnChange> Changes)
{
    /// <summary>Whether an existing row gets incoming values only, so that nothing of it is left in them.</summary>
    internal bool Overwrite => Changes.Count > 0 && Changes.All(static change => change.Expression is null);

    /// <summary>The rules that a profile gives.</summary>
    internal static Upsert Given(Action<Upsert> merge)
    {
        ArgumentNullException.ThrowIfNull(merge);
        var rules = new Upsert();
        merge(rules);
        return rules;
    }

    /// <summary>Works the rules out.</summary>
    /// <exception cref="TargetException">A rule names what the table or the record does not have.</exception>
    internal static MergeRules Of(TableBinding binding, Upsert upsert)
    {
        var findings = new FindingList(binding.Mapping.Type);
        var key = upsert.ConflictColumns.Count > 0 ? upsert.ConflictColumns : binding.Key;
        CheckKey(binding, key, upsert.ConflictColumns.Count > 0, findings);
        foreach (var rule in upsert.Rules)
            CheckRule(binding, key, rule, findings);
        if (findings.Count > 0)
        {
            throw new TargetException(
                $"the upsert rules of {binding.Mapping.Type.Name} do not fit table \"{binding.Mapping.TableText}\":"
                + FindingList.Lines(findings.All))
            {
                Findings = findings.All,
            };
        }

        var changes = new List<ColumnChange>();
        if (!upsert.LeavesExistingRows)
            AddChanges(binding, key, upsert.Rules, changes);

        // Touched columns change only along with another one, so alone they never change.
        return new(key, changes.TrueForAll(c => c.IsTouch) ? [] : changes);
    }

    /// <summary>The rules as text: equal texts are equal rules.</summary>
    internal static string Signature(Upsert upsert)
    {
        if (upsert is { Rules.Count: 0, ConflictColumns.Count: 0, LeavesExistingRows: false })
            return "";
        var parts = upsert.Rules.Select(r => $"{r.Kind} {r.Column}\0{r.Expression}");
        return string.Join('\u0001', parts) + '\u0002' + string.Join('\u0001', upsert.ConflictColumns)
            + (upsert.LeavesExistingRows ? "\u0002-" : "");
    }

    private static void AddChanges(
        TableBinding binding, IReadOnlyList<string> key, IReadOnlyList<UpsertRule> rules, List<ColumnChange> changes)
    {
        foreach (var column in binding.Columns)
        {
            var rule = rules.FirstOrDefault(r => r.Column == column.Name);
            if (!key.Contains(column.Name) && rule?.Kind is null or UpsertRuleKind.Touch)
                changes.Add(new(column.Catalog, null, rule?.Kind));
        }

        foreach (var rule in rules)
        {
            if (rule.Kind is UpsertRuleKind.Set or UpsertRuleKind.Combine)
                changes.Add(new(binding.Table.Column(rule.Column)!, rule.Expression, rule.Kind));
        }

        changes.RemoveAll(c => key.Contains(c.Column.Name));
    }

    private static void CheckKey(TableBinding binding, IReadOnlyList<string> key, bool isRule, FindingList findings)
    {
        var before = findings.Count;
        foreach (var column in key)
        {
            if (binding.Column(column) is null)
                findings.Add($"OnConflict(\"{column}\"): {NotThere(binding, column, mapped: true)}");
        }

        if (key.Count == 0)
        {
            findings.Add($"{binding.Mapping.Type.Name} has no [Key]: mark the properties that identify a row, or say OnConflict");
        }
        else if (findings.Count == before && !binding.Table.HasUniqueKey(key))
        {
            findings.Add(
                TableBinder.NoUniqueIndex(
                    binding, key, isRule ? "which OnConflict names" : $"the [Key] of {binding.Mapping.Type.Name}"));
        }
        else if (findings.Count == before)
        {
            TableBinder.NullInKey(binding, key, findings);
        }
    }

    private static void CheckRule(TableBinding binding, IReadOnlyList<string> key, UpsertRule rule, FindingList findings)
    {
        var mapped = rule.Kind is UpsertRuleKind.Touch or UpsertRuleKind.Combine;
        var changes = rule.Kind is UpsertRuleKind.Set or UpsertRuleKind.Combine;
        if (mapped ? binding.Column(rule.Column) is null : binding.Table.Column(rule.Column) is null)
            findings.Add($"{rule.Kind}(\"{rule.Column}\"): {NotThere(binding, rule.Column, mapped)}");
        else if (changes && key.Contains(rule.Column))
            findings.Add($"{rule.Kind}(\"{rule.Column}\"): the column identifies the row and cannot change");
        else if (changes && binding.Table.Column(rule.Column) is { IsGenerated: true })
            findings.Add($"{rule.Kind}(\"{rule.Column}\"): the database generates the column itself");
    }

    private static string NotThere(TableBinding binding, string column, bool mapped)
    {
        var names = mapped ? binding.Columns.Select(c => c.Name) : binding.Table.Columns.Select(c => c.Name);
        var close = ColumnNaming.Closest(column, names);
        return (mapped ? $"no property of {binding.Mapping.Type.Name} fills such a column" : "the table has no such column")
            + (close is null ? "" : $"; did you mean \"{close}\"?");
    }
}
