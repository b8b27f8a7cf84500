using Dataflux.Dialects.PostgreSql.Ground;

namespace Dataflux.Dialects.PostgreSql.Images;

/// <summary>
/// Triggers that keep images of what a profile's own statements change in a table: one for each kind of statement, after it, with all its
/// rows. They act only in sessions that name the run, and go when it ends.
/// </summary>
internal sealed class UndoTrigger(ImageTable images, string token)
{
    private const string Setting = "dataflux.undo";
    private const string Row = "changed";
    private const string Image = ImageTable.Image;

    /// <summary>Whether they are there, and whether the user may make them.</summary>
    internal string Find => $"""
        select exists (
                 select from pg_catalog.pg_trigger
                  where tgrelid = {Literal.Quote(images.Table.Relation)}::regclass and tgfoid = pg_catalog.to_regproc({Literal.Quote(Function)})),
               pg_catalog.has_table_privilege({Literal.Quote(images.Table.Relation)}, 'trigger')
        """;

    /// <summary>Makes them.</summary>
    internal string Make => $"""
        set local lock_timeout = '10s';
        create or replace function {Function}() returns trigger language plpgsql
          set timezone = 'UTC' set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set extra_float_digits = 1 set bytea_output = 'hex'
          as {Literal.Quote(Body)};
        {Trigger("insert", "new table as new_rows")}
        {Trigger("update", "old table as old_rows new table as new_rows")}
        {Trigger("delete", "old table as old_rows")}
        set local lock_timeout to default
        """;

    /// <summary>Lets them act, in this transaction.</summary>
    internal static string Begin(string token) => $"set local {Setting} = {Literal.Quote(token)}";

    /// <summary>Stops them.</summary>
    internal const string End = $"set local {Setting} = ''";

    /// <summary>The numbers of the images of a migration, <c>$1</c>, of any run, that triggers still keep.</summary>
    internal const string Left =
        "select id from dataflux.undo where migration = $1 and pg_catalog.to_regproc('dataflux.undo_' || id || '_keep') is not null";

    /// <summary>Drops those of images.</summary>
    internal static string Drop(long id) =>
        $"set local lock_timeout = '10s'; drop function if exists {FunctionOf(id)}() cascade; set local lock_timeout to default";

    private string Function => FunctionOf(images.Id);

    private string Body => $"""
        begin
          if tg_op <> 'INSERT' then
            insert into {images.Sql} as {Image} ({images.Keys}, before, after)
            select {images.KeysOf(Row)}, {ImageTable.TextOf(Row)}, {ImageTable.HashOf(ImageTable.TextOf(Row))} from old_rows as {Row}
            on conflict ({images.Keys}) do update
            set before = excluded.before, after = excluded.after where {Image}.after is distinct from excluded.after;
          end if;
          if tg_op = 'UPDATE' then
            update {images.Sql} as {Image} set after = null from old_rows as {Row} where {images.IsOf(Image, Row)}
              and not exists (select from new_rows as other where {images.IsOf(Image, "other")});
          elsif tg_op = 'DELETE' then
            update {images.Sql} as {Image} set after = null from old_rows as {Row} where {images.IsOf(Image, Row)};
          end if;
          if tg_op <> 'DELETE' then
            insert into {images.Sql} as {Image} ({images.Keys}, after)
            select {images.KeysOf(Row)}, {ImageTable.HashOf(ImageTable.TextOf(Row))} from new_rows as {Row}
            on conflict ({images.Keys}) do update set after = excluded.after;
          end if;
          return null;
        end
        """;

    private static string FunctionOf(long id) => $"{ImageTable.SqlOf(id)}_keep";

    private string Trigger(string kind, string rows) =>
        $"create trigger dataflux_undo_{kind} after {kind} on {images.Table.Relation} referencing {rows} for each statement "
        + $"when (current_setting('{Setting}', true) = {Literal.Quote(token)}) execute function {Function}();";
}
