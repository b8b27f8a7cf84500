using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Images;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Profiles;

namespace Dataflux.Dialects.MySql.Merging;

/// <summary>
/// The SQL of one record type and its rules. INSERT … ON DUPLICATE KEY UPDATE would go by any unique index, and change a row of another
/// key: here the rows of the key are updated, and those whose key is not there are inserted; another unique index refuses them.
/// </summary>
internal sealed class MergeSql(TableBinding binding, MergeRules rules, string staging, ImageTable? images = null)
{
    /// <summary>What the incoming row is called; profiles call it so too.</summary>
    internal const string Incoming = "excluded";

    // The profile's expressions call the table by its bare name.
    private readonly string _alias = AliasOf(binding);

    /// <summary>What the table is called in expressions of the profile.</summary>
    internal static string AliasOf(TableBinding binding) =>
        binding.Alias ?? (binding.Table.Name == Incoming ? "existing" : Backtick.Quote(binding.Table.Name));

    /// <summary>The changes for which the profile has an expression.</summary>
    internal static IReadOnlyList<ColumnChange> Made(MergeRules rules) =>
        [.. rules.Changes.Where(static change => change.Expression is not null)];

    /// <summary>
    /// Locks the rows that the round is about, so that what rules make of them is still true when it is written; <see langword="null"/>:
    /// nothing is made, and no image kept.
    /// </summary>
    internal string? Lock(int round) => Made(rules).Count == 0 && (images is null || rules.Changes.Count == 0)
        ? null
        : $"select count(*) from {Joined} where {OfRound(round)} for update";

    /// <summary>
    /// Has the rules make their values beside the incoming ones: an UPDATE of several columns may see some of them changed already, and
    /// what a column rounds must be rounded before it is compared.
    /// </summary>
    internal string? Make(int round) => Made(rules).Count == 0 ? null
        : $"update {Joined} set {string.Join(", ", Made(rules).Select(Making))} where {OfRound(round)}";

    /// <summary>Changes the rows that are there and differ; <see langword="null"/>: they stay as they are.</summary>
    internal string? Update(int round) => rules.Changes.Count == 0
        ? null
        : $"update {Joined} set {string.Join(", ", rules.Changes.Select(Assignment))} where {OfRound(round)} and not "
            + $"({AllSame})";

    /// <summary>Keeps, before they are written, the images of the rows that the round changes or inserts.</summary>
    internal IReadOnlyList<string> Keep(int round)
    {
        if (images is null)
            return [];
        var missing = ImageSql.KeepMissing(images, Incoming, $"{Missing} where {OfRound(round)} and {IsMissing}");
        return rules.Changes.Count == 0 ? [missing]
            : [ImageSql.KeepFound(images, _alias, $"{Joined} where {OfRound(round)} and not ({AllSame})"), missing];
    }

    /// <summary>Keeps what became of them; <see langword="null"/>: no image is kept.</summary>
    internal string? KeepWritten(int round) =>
        images is null ? null : ImageSql.KeepWritten(images, _alias, Joined, OfRound(round), go: false);

    /// <summary>Inserts the rows that are not there.</summary>
    internal string Insert(int round)
    {
        return $"insert into {Table} ({Names}) select {Prefixed(Incoming, binding.Columns.Select(static column => column.Name))} "
            + $"from {Missing} where {OfRound(round)} and {IsMissing}";
    }

    private string AllSame => string.Join(" and ", rules.Changes.Where(static change => !change.IsTouch).Select(Same));

    private string Missing => $"{Backtick.Quote(staging)} as {Incoming} left join {Table} as {_alias} on {SameKey}";

    private string IsMissing => $"{_alias}.{Backtick.Quote(rules.Key[0])} is null";

    private string Table => $"{Backtick.Quote(binding.Table.Schema)}.{Backtick.Quote(binding.Table.Name)}";

    private string Names => Backtick.List(binding.Columns.Select(static column => column.Name));

    // The staging table first: the other order reads, and locks, all of the table.
    private string Joined => $"{Backtick.Quote(staging)} as {Incoming} straight_join {Table} as {_alias} on {SameKey}";

    private string SameKey => KeySql.Same(_alias, Incoming, rules.Key.Select(name => binding.Column(name)!), static _ => false);

    private static string OfRound(int round) => $"{Incoming}.{Backtick.Quote(StagingTable.Number)} = {round}";

    private string Making(ColumnChange change)
    {
        var value = change.Kind == UpsertRuleKind.Combine
            ? $"case when {Distinct(change)} then {change.Expression} else {ExistingOf(change)} end"
            : change.Expression;
        return $"{Incoming}.{Backtick.Quote(StagingTable.Made(change.Column.Name))} = {value}";
    }

    private string Assignment(ColumnChange change) => $"{ExistingOf(change)} = {NewOf(change)}";

    private string Same(ColumnChange change)
    {
        var type = (MySqlType)change.Column.Type;
        return $"{type.Compared(ExistingOf(change))} <=> {type.Compared(NewOf(change))}";
    }

    private string Distinct(ColumnChange change)
    {
        var type = (MySqlType)change.Column.Type;
        return $"not ({type.Compared(ExistingOf(change))} <=> {type.Compared($"{Incoming}.{Backtick.Quote(change.Column.Name)}")})";
    }

    private string ExistingOf(ColumnChange change) => $"{_alias}.{Backtick.Quote(change.Column.Name)}";

    private static string NewOf(ColumnChange change) =>
        $"{Incoming}.{Backtick.Quote(change.Expression is null ? change.Column.Name : StagingTable.Made(change.Column.Name))}";

    private static string Prefixed(string prefix, IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => $"{prefix}.{Backtick.Quote(name)}"));
}
