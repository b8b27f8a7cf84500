using Dataflux.Dialects.PostgreSql.Ground;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Undoing;

/// <summary>A foreign key that refers to a table whose rows may be deleted.</summary>
/// <param name="Parent">The table that it refers to, for SQL.</param>
/// <param name="Child">The table that has it, for SQL.</param>
/// <param name="Columns">The columns that refer.</param>
/// <param name="Referenced">The columns that they refer to.</param>
/// <param name="CanBeAsked">Whether this user sees the rows that refer.</param>
/// <param name="Acts">Whether the database changes rows that refer when the row they refer to goes.</param>
internal sealed record ChildKey(string Parent, string Child, string[] Columns, string[] Referenced, bool CanBeAsked, bool Acts)
{
    private const string Keys = """
        select pn.nspname::text, p.relname::text, cn.nspname::text, c.relname::text, k.columns, k.referenced,
               pg_catalog.has_schema_privilege(cn.oid, 'usage') and pg_catalog.has_table_privilege(c.oid, 'select')
                 and not pg_catalog.row_security_active(c.oid),
               f.confdeltype in ('c', 'n', 'd')
          from pg_catalog.pg_constraint f
          join pg_catalog.pg_class p on p.oid = f.confrelid join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
          join pg_catalog.pg_class c on c.oid = f.conrelid join pg_catalog.pg_namespace cn on cn.oid = c.relnamespace
          cross join lateral (
            select array_agg(a.attname::text order by u.place) as columns, array_agg(b.attname::text order by u.place) as referenced
              from unnest(f.conkey, f.confkey) with ordinality as u (one, other, place)
              join pg_catalog.pg_attribute a on a.attrelid = f.conrelid and a.attnum = u.one
              join pg_catalog.pg_attribute b on b.attrelid = f.confrelid and b.attnum = u.other) k
         where f.contype = 'f' and f.conparentid = 0 and f.confrelid in (select pg_catalog.to_regclass(name) from unnest($1::text[]) name)
        """;

    /// <summary>The table that has it, for people.</summary>
    internal required string ChildText { get; init; }

    /// <summary>Why a row cannot be deleted.</summary>
    internal string Reason => CanBeAsked
        ? $"rows of {ChildText} refer to it"
        : $"rows of {ChildText} may refer to it and would go or change with it, and this user may not see them";

    /// <summary>Whether the row is itself referred to by its own columns.</summary>
    private bool IsToItself => Parent == Child;

    /// <summary>
    /// The foreign keys that refer to tables. One that cannot be asked is none where the database itself refuses to delete what rows refer
    /// to.
    /// </summary>
    internal static async Task<IReadOnlyList<ChildKey>> ReadAsync(
        NpgsqlConnection connection, string[] parents, CancellationToken cancellation)
    {
        var keys = new List<ChildKey>();
        await using var command = new NpgsqlCommand(Keys, connection) { Parameters = { new() { Value = parents } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            keys.Add(new(
                Identifier.Quote(reader.GetString(0), reader.GetString(1)), Identifier.Quote(reader.GetString(2), reader.GetString(3)),
                reader.GetFieldValue<string[]>(4), reader.GetFieldValue<string[]>(5), reader.GetBoolean(6), reader.GetBoolean(7))
            {
                ChildText = Identifier.Shown(reader.GetString(2), reader.GetString(3)),
            });
        }

        return keys;
    }

    /// <summary>Whether another row refers to a row of the parent.</summary>
    internal string Refers(string parent)
    {
        if (!CanBeAsked)
            return Acts ? "true" : "false";
        var refers = Columns.Zip(Referenced, (one, other) => $"referring.{Identifier.Quote(one)} = {parent}.{Identifier.Quote(other)}");
        var isAnother = IsToItself ? $" and (referring.tableoid, referring.ctid) <> ({parent}.tableoid, {parent}.ctid)" : "";
        return $"exists (select from {Child} as referring where {string.Join(" and ", refers)}{isAnother})";
    }
}
