namespace Dataflux.Profiles;

/// <summary>
/// What happens to a row that is already there when a record with its key arrives. Columns that no rule names are
/// overwritten with the incoming value. A row is written only if at least one column really changes.
/// </summary>
public sealed class Upsert
{
    private readonly List<UpsertRule> _rules = [];
    private readonly List<string> _conflictColumns = [];

    /// <summary>The rules in the order they were given.</summary>
    public IReadOnlyList<UpsertRule> Rules => _rules;

    /// <summary>The columns that identify a row; empty: the record's <c>[Key]</c>.</summary>
    public IReadOnlyList<string> ConflictColumns => _conflictColumns;

    /// <summary>Whether rows that are already there are left exactly as they are.</summary>
    public bool LeavesExistingRows { get; private set; }

    /// <summary>Gives a column the value of an SQL expression.</summary>
    /// <param name="column">The column's name, as in the table.</param>
    /// <param name="expression">SQL; the existing row is named by the table, the incoming one is <c>excluded</c>.</param>
    /// <returns>The same object, for the next rule.</returns>
    public Upsert Set(string column, string expression) => Add(new UpsertRule(UpsertRuleKind.Set, column, expression));

    /// <summary>
    /// Brings the two values of a column together by an SQL expression where they differ; where they are equal, the column stays as
    /// it is and the expression is not asked. The rule for merges, whose re-run then costs a comparison and nothing else; a counter
    /// that adds needs <see cref="Set"/>.
    /// </summary>
    /// <param name="column">The column's name, as in the table; a property of the record must fill it.</param>
    /// <param name="expression">SQL; the existing row is named by the table, the incoming one is <c>excluded</c>.</param>
    /// <returns>The same object, for the next rule.</returns>
    public Upsert Combine(string column, string expression) => Add(new UpsertRule(UpsertRuleKind.Combine, column, expression));

    /// <summary>Leaves columns of an existing row as they are.</summary>
    /// <param name="columns">The columns' names, as in the table.</param>
    /// <returns>The same object, for the next rule.</returns>
    public Upsert Keep(params string[] columns) => AddAll(UpsertRuleKind.Keep, columns);

    /// <summary>Overwrites columns of an existing row only when another column changes: for <c>updatedAt</c> and its kind.</summary>
    /// <param name="columns">The columns' names, as in the table.</param>
    /// <returns>The same object, for the next rule.</returns>
    public Upsert Touch(params string[] columns) => AddAll(UpsertRuleKind.Touch, columns);

    /// <summary>
    /// Identifies rows by these columns instead of the record's <c>[Key]</c>; the table needs a unique index on them. Several writers share
    /// the records by <c>[Key]</c>: where records of different keys can be one row by these columns, mark no property <c>[Key]</c>, and one
    /// writer keeps them in their order.
    /// </summary>
    /// <param name="columns">The columns' names, as in the table.</param>
    /// <returns>The same object, for the next rule.</returns>
    public Upsert OnConflict(params string[] columns)
    {
        _conflictColumns.Clear();
        _conflictColumns.AddRange(columns);
        return this;
    }

    /// <summary>Leaves rows that are already there exactly as they are.</summary>
    /// <returns>The same object.</returns>
    public Upsert DoNothing()
    {
        LeavesExistingRows = true;
        return this;
    }

    private Upsert AddAll(UpsertRuleKind kind, string[] columns)
    {
        foreach (var column in columns)
            Add(new UpsertRule(kind, column, Expression: null));

        return this;
    }

    private Upsert Add(UpsertRule rule)
    {
        if (_rules.Exists(r => r.Column == rule.Column))
            throw new ArgumentException($"column '{rule.Column}' has two upsert rules; give it one", nameof(rule));

        _rules.Add(rule);
        return this;
    }
}
