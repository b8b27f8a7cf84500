using System.Globalization;
using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Images;

namespace Dataflux.Dialects.MySql.Undoing;

/// <summary>
/// The SQL that undoes what one run did to one table. Pieces are images whose numbers are above <c>$1</c> and at most <c>$2</c>. Images
/// that the open transaction works on are marked: what was marked for an insert with 2, everything else with 1.
/// </summary>
/// <param name="images">The images of the run that is undone.</param>
/// <param name="force">Whether rows are restored whatever others did to them.</param>
/// <param name="children">The foreign keys that refer to the table.</param>
internal sealed class UndoSql(ImageTable images, bool force, IReadOnlyList<ChildKey> children)
{
    private const string Row = "undone";
    private const string Image = ImageTable.Image;
    private const string Touched = $"{Image}.{ImageTable.Touched}";
    private const string Piece = $"{Image}.id > $1 and {Image}.id <= $2";

    /// <summary>Counts what there is to do: to delete, to restore, changed since, as before.</summary>
    internal string Count => $"""
        select {Sum('d')} as deletes, {Sum('r')} as restores, {Sum('c')} as changed, {Sum('b')} as asbefore
        from (select {Kind} as kind from {Images}) kinds
        """;

    /// <summary>The next images behind <c>$1</c>, at most <c>$2</c>: number, kind, the key's texts, and why it is left.</summary>
    internal string Left
    {
        get
        {
            var keys = images.Key.Zip(
                images.KeyNames, (column, name) => ((MySqlType)images.Table.Column(column)!.Type).TextOf($"{Image}.{name}"));
            return $"select {Image}.id, {Kind} as kind, json_array({string.Join(", ", keys)}) as `key`, {Reason} as reason "
                + $"from {Images} where {Image}.id > $1 order by {Image}.id limit $2";
        }
    }

    /// <summary>Locks the rows of a piece: from here on they are as they are looked at.</summary>
    internal string Lock => $"select count(*) from {Found} where {Piece} for update";

    private static string IsDeleted => $"{Image}.{ImageTable.Had} = 0";

    private static string IsRestored => $"{Image}.{ImageTable.Had} = 1";

    private string Images => $"{images.Sql} as {Image} left join {images.Relation} as {Row} on {Same}";

    private string Found => $"{images.Sql} as {Image} straight_join {images.Relation} as {Row} on {Same}";

    private string Same => images.IsIn(Row, Image);

    private string IsMissing => $"{Row}.{Backtick.Quote(images.Key[0])} is null";

    private string Hash => images.HashOf(Row);

    private string AsLeft => force ? "true" : $"{Image}.{ImageTable.After} <=> {Hash}";

    private string AsBefore => $"{Hash} = {images.HashBefore(Image)}";

    private string NotReferredTo => string.Concat(children.Select(child => $" and not {child.Refers(Row, images.Key)}"));

    private string Kind => $"""
        case when {IsDeleted} and {IsMissing} then 'b'
             when {IsRestored} and not {IsMissing} and {AsBefore} then 'b'
             when {(force ? "true" : $"if({IsMissing}, null, {Hash}) <=> {Image}.{ImageTable.After}")} then if({IsDeleted}, 'd', 'r')
             else 'c' end
        """;

    private string Reason => children.Count == 0 ? "null" : $"case when {IsDeleted} and not {IsMissing} then case "
        + string.Join(' ', children.Select(child => $"when {child.Refers(Row, images.Key)} then {Quoted(child.Reason)}")) + " end end";

    /// <summary>The last image, and how many there are, of the next <c>$2</c> that are behind <c>$1</c>.</summary>
    internal string Next(bool deletes) =>
        "select cast(coalesce(max(id), 0) as signed) as last, count(*) as images "
        + $"from (select id from {images.Sql} as {Image} where id > $1 and {(deletes ? IsDeleted : IsRestored)} order by id limit $2) "
        + "piece";

    /// <summary>Takes the images of rows that are as before already.</summary>
    internal string Settle(bool deletes) => deletes
        ? $"delete {Image} from {Images} where {Piece} and {IsDeleted} and {IsMissing}"
        : $"delete {Image} from {Found} where {Piece} and {IsRestored} and {AsBefore}";

    /// <summary>What deletes rows that the run inserted, and to which no other row refers.</summary>
    internal IReadOnlyList<string> Delete(ImageTable kept) =>
    [
        $"update {Found} set {Touched} = 1 where {Piece} and {IsDeleted} and {AsLeft}{NotReferredTo}",
        ImageSql.KeepUndone(kept, Row, $"{Found} where {Piece} and {Touched} = 1"),
        KeptOf(kept, "null", $"{images.Sql} as {Image}"),
        $"delete {Row} from {Found} where {Piece} and {Touched} = 1",
    ];

    /// <summary>What gives rows back that the run updated or deleted.</summary>
    internal IReadOnlyList<string> Restore(ImageTable kept)
    {
        var columns = images.Columns.Select(static column => Backtick.Quote(column.Name)).ToList();
        var before = images.BeforeNames.Select(static name => $"{Image}.{name}").ToList();
        var values = columns.Zip(before, static (column, value) => $"{Row}.{column} = {value}");
        return
        [
            $"update {Images} set {Touched} = 2 where {Piece} and {IsRestored} and {IsMissing}"
                + (force ? "" : $" and {Image}.{ImageTable.After} is null"),
            $"update {Found} set {Touched} = 1 where {Piece} and {IsRestored} and {AsLeft}",
            $"insert into {kept.Sql} ({ImageTable.RowKey}, {string.Join(", ", kept.KeyNames)}, {ImageTable.Had}) "
                + $"select {Image}.{ImageTable.RowKey}, {string.Join(", ", images.KeyNames.Select(static name => $"{Image}.{name}"))}, 0 "
                + $"from {images.Sql} as {Image} where {Piece} and {Touched} = 2 "
                + $"on duplicate key update {kept.Sql}.{ImageTable.Touched} = 0",
            ImageSql.KeepUndone(kept, Row, $"{Found} where {Piece} and {Touched} = 1"),
            $"insert into {images.Relation} ({string.Join(", ", columns)}) select {string.Join(", ", before)} "
                + $"from {images.Sql} as {Image} where {Piece} and {Touched} = 2",
            $"update {Found} set {string.Join(", ", values)} where {Piece} and {Touched} = 1",
            KeptOf(kept, Hash, Found),
        ];
    }

    /// <summary>How many of the rows that were given back the database itself made other than they were.</summary>
    internal string Altered => $"select count(*) from {Found} where {Piece} and {Touched} > 0 and not ({AsBefore})";

    /// <summary>Deletes the images that are done with.</summary>
    internal string Done => $"delete {Image} from {images.Sql} as {Image} where {Piece} and {Touched} > 0";

    /// <summary>Counts, in the transaction that does it, what is done.</summary>
    internal static string Counted(string what, long kept, long count) => string.Create(
        CultureInfo.InvariantCulture, $"update dataflux_undo set {what} = {what} + {count} where id = {kept}");

    private static string KeptOf(ImageTable kept, string after, string rows) =>
        $"update {rows} straight_join {kept.Sql} as kept on kept.{ImageTable.RowKey} = {Image}.{ImageTable.RowKey} "
        + $"set kept.{ImageTable.After} = {after} where {Piece} and {Touched} > 0";

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Sum(char kind) => $"cast(coalesce(sum(kind = '{kind}'), 0) as signed)";
}
