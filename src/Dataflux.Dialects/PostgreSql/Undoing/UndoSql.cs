using System.Globalization;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Images;

namespace Dataflux.Dialects.PostgreSql.Undoing;

/// <summary>
/// The SQL that undoes what one run did to one table. Pieces are images whose numbers are above <c>$1</c> and at most <c>$2</c>. Text only;
/// the same input gives
/// the same text.
/// </summary>
/// <param name="images">The images of the run that is undone.</param>
/// <param name="force">Whether rows are restored whatever others did to them.</param>
/// <param name="children">The foreign keys that refer to the table.</param>
internal sealed class UndoSql(ImageTable images, bool force, IReadOnlyList<ChildKey> children)
{
    private const string Row = "undone";
    private const string Image = ImageTable.Image;
    private const string Parsed = "parsed.parsed";

    private static readonly string Text = ImageTable.TextOf(Row);
    private static readonly string Hash = ImageTable.HashOf(Text);

    /// <summary>Makes the index that pieces are found by.</summary>
    internal string Index =>
        $"create index if not exists undo_{images.Id.ToString(CultureInfo.InvariantCulture)}_id on {images.Sql} (id); analyze {images.Sql}";

    /// <summary>Counts what there is to do: to delete, to restore, changed since, as before.</summary>
    internal string Count => $"""
        select count(*) filter (where kind = 'd') as deletes, count(*) filter (where kind = 'r') as restores,
               count(*) filter (where kind = 'c') as changed, count(*) filter (where kind = 'b') as asbefore
        from (select {Kind} as kind from {Images}) kinds
        """;

    /// <summary>The last image, and how many there are, of the next <c>$2</c> that are behind <c>$1</c>.</summary>
    internal string Next(bool deletes) =>
        "select coalesce(max(id), 0) as last, count(*) as images "
        + $"from (select id from {images.Sql} as {Image} where id > $1 and {IsOf(deletes)} order by id limit $2) piece";

    /// <summary>The next images behind <c>$1</c>, at most <c>$2</c>: number, kind, and the key as texts.</summary>
    internal string Left => $"""
        select {Image}.id, {Kind} as kind, to_jsonb(array[{string.Join(", ", images.Table.Keys.Select(key => $"{Image}.{key.Name}::text"))}])::text as key,
               {Reason} as reason
        from {Images} where {Image}.id > $1 order by {Image}.id limit $2
        """;

    /// <summary>Takes the images of rows that are as before already, and counts them.</summary>
    internal string Settle(bool deletes, ImageTable kept) => Counted("asbefore", kept, $"""
        with gone as (
        delete from {images.Sql} as {Image} where {Piece} and {IsOf(deletes)} and
          {(deletes ? "not " : "")}exists (
            select from {images.Table.Rows} as {Row} where {Same}{(deletes ? "" : $" and {Text} = {Image}.before")} offset 0)
        returning 1)
        """, altered: "0::bigint");

    /// <summary>Locks rows that are to be deleted: from here on no other row can begin to refer to them.</summary>
    internal string? Lock => children.Count == 0 ? null : $"select count(*) from {Found($"{Image}.before is null", "true")}";

    /// <summary>Deletes rows that the run inserted, and to which no other row refers.</summary>
    internal string Delete(ImageTable kept) => Counted("deleted", kept, $"""
        with found as materialized (
        select {images.KeysIn(Image)}, row.now from {Found($"{Image}.before is null", $"{AsLeft}{NotReferredTo}")}),
        done as (
        delete from {images.Table.Rows} as {Row} using found where {images.IsIn(Row, "found")} returning {images.KeysIn("found")}, found.now),
        kept as (
        insert into {kept.Sql} as {Image} ({kept.Keys}, before) select {images.KeysIn("done")}, done.now from done
        on conflict ({kept.Keys}) do update set after = null),
        gone as (delete from {images.Sql} as {Image} using done where {images.Same(Image, "done")} returning 1)
        """, altered: "0::bigint");

    /// <summary>
    /// Deletes rows that the run deleted and inserted again, where the database gave them another identity, so that they can be inserted as
    /// they were: such a column takes no other value. <see langword="null"/>: the table has none.
    /// </summary>
    internal string? Clear(ImageTable kept) => Identities.Count == 0 ? null : $"""
        with found as materialized (
        select {images.KeysIn(Image)}, row.now from {Found($"{Image}.before is not null", $"{AsLeft} and not ({HasItsIdentity}){NotReferredTo}")}),
        done as (
        delete from {images.Table.Rows} as {Row} using found where {images.IsIn(Row, "found")} returning {images.KeysIn("found")}, found.now),
        kept as (
        insert into {kept.Sql} as {Image} ({kept.Keys}, before) select {images.KeysIn("done")}, done.now from done
        on conflict ({kept.Keys}) do update set after = null),
        cleared as (update {images.Sql} as {Image} set after = null from done where {images.Same(Image, "done")})
        select 0::bigint as done, 0::bigint as altered from done limit 1
        """;

    /// <summary>Inserts rows that the run deleted.</summary>
    internal string Insert(ImageTable kept) => Counted("restored", kept, $"""
        with found as materialized (
        select {images.KeysIn(Image)}, {Image}.before
        from {images.Sql} as {Image}
        where {Piece} and {Image}.before is not null{(force ? "" : $" and {Image}.after is null")}
          and not exists (select from {images.Table.Rows} as {Row} where {Same} offset 0)),
        done as (
        insert into {images.Table.Relation} as {Row} ({Identifier.List(images.Table.Columns)}) overriding system value
        select {string.Join(", ", images.Table.Columns.Select(Value))} from found{Parse}
        returning {images.KeysOf(Row)}, {Hash} as after),
        kept as (
        insert into {kept.Sql} as {Image} ({kept.Keys}, after) select {images.KeysIn("done")}, done.after from done
        on conflict ({kept.Keys}) do update set after = excluded.after),
        {Restored}
        """, altered: Altered);

    /// <summary>Gives rows that the run updated the values that they had.</summary>
    internal string Update(ImageTable kept) => Counted("restored", kept, $"""
        with found as materialized (
        select {images.KeysIn(Image)}, {Image}.before, row.now
        from {Found($"{Image}.before is not null", $"{AsLeft} and {HasItsIdentity}")}),
        done as (
        update {images.Table.Rows} as {Row}
        set {string.Join(", ", images.Table.Settable.Select(name => $"{Identifier.Quote(name)} = {Value(name)}"))}
        from found{Parse}
        where {images.IsIn(Row, "found")}
        returning {images.KeysIn("found")}, found.now, {Hash} as after),
        kept as (
        insert into {kept.Sql} as {Image} ({kept.Keys}, before, after) select {images.KeysIn("done")}, done.now, done.after from done
        on conflict ({kept.Keys}) do update set after = excluded.after),
        {Restored}
        """, altered: Altered);

    // Row by row, by the key: the planner would rather make the text of every row of the table, and compare all of them at once.
    private string Found(string which, string condition) => $"""
        (select * from {images.Sql} as {Image} where {Piece} and {which} order by {images.KeysIn(Image)}) as {Image}
        cross join lateral (
          select {Text} as now from {images.Table.Rows} as {Row} where {Same} and {condition} offset 0 for update) as row
        """;

    private string Restored =>
        $"gone as (delete from {images.Sql} as {Image} using done where {images.Same(Image, "done")} returning {Image}.before, done.after)";

    private static string Altered => $"count(*) filter (where after is distinct from {ImageTable.HashOf("before")})";

    private static string Piece => $"{Image}.id > $1 and {Image}.id <= $2";

    private IReadOnlyList<string> Identities => [.. images.Table.Columns.Except(images.Table.Settable)];

    private string HasItsIdentity => Identities.Count == 0 ? "true"
        : string.Join(
            " and ",
            Identities.Select(Identifier.Quote).Select(name => $"({Image}.before::{images.Table.Relation}).{name} = {Row}.{name}"));

    private string NotReferredTo => string.Concat(children.Select(child => $"\n  and not {child.Refers(Row)}"));

    private string Same => images.IsIn(Row, Image);

    private string AsLeft => force ? "true" : $"{Image}.after = {Hash}";

    private string Images => $"{images.Sql} as {Image} left join {images.Table.Rows} as {Row} on {Same}";

    private string Kind => $"""
        case when {Text} is not distinct from {Image}.before then 'b'
             when {(force ? "true" : $"{Hash} is not distinct from {Image}.after")}
               then case when {Image}.before is null then 'd' else 'r' end
             else 'c' end
        """;

    private string Reason => children.Count == 0 ? "null::text"
        : $"case when {Image}.before is null or not ({HasItsIdentity}) then case "
            + string.Join(' ', children.Select(child => $"when {child.Refers(Row)} then {Literal.Quote(child.Reason)}")) + " end end";

    private string Parse => $" cross join lateral (select found.before::{images.Table.Relation} as parsed offset 0) as parsed";

    private static string IsOf(bool deletes) => deletes ? $"{Image}.before is null" : $"{Image}.before is not null";

    private static string Value(string column) => $"({Parsed}).{Identifier.Quote(column)}";

    // What is done is counted in the transaction that does it.
    private static string Counted(string what, ImageTable kept, string work, string altered) => $"""
        {work},
        answer (done, altered) as (select count(*), {altered} from gone),
        counted as (
        update dataflux.undo set {what} = {what} + answer.done from answer where id = {kept.Id.ToString(CultureInfo.InvariantCulture)})
        select done, altered from answer
        """;
}
