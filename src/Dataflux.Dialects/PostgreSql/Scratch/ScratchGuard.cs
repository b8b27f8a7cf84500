using Dataflux.Engine.Settings;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Scratch;

/// <summary>
/// Makes sure that a transaction wrote to its scratch schema only. Whatever writes to a table, changes it or draws from a sequence
/// holds a lock on it until the transaction ends, and only reading holds a weaker one (PostgreSQL, "Explicit Locking").
/// </summary>
/// <param name="schema">The scratch schema.</param>
/// <param name="others">The tables and sequences outside of it; one that was dropped is no longer in the catalog.</param>
internal sealed class ScratchGuard(string schema, IReadOnlyList<long> others)
{
    private const string Others = """
        select c.oid::bigint from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', $1)
        """;

    // $1: the schema, $2: the others.
    private const string Written = """
        select coalesce(n.nspname || '.' || c.relname, 'a table that it dropped')
          from pg_catalog.pg_locks l
          left join pg_catalog.pg_class c on c.oid = l.relation
          left join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.mode not in ('AccessShareLock', 'RowShareLock')
           and l.database = (select oid from pg_catalog.pg_database where datname = current_database())
           and case when c.oid is null then l.relation::bigint = any ($2::bigint[])
                    else c.relkind not in ('i', 'I', 't') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', $1) end
         order by 1
        """;

    private readonly long[] _others = [.. others];

    /// <summary>The tables and sequences that are not in a schema.</summary>
    internal static async Task<IReadOnlyList<long>> OthersAsync(NpgsqlConnection connection, string schema, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Others, connection) { Parameters = { new() { Value = schema } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<long>();
        while (await reader.ReadAsync(cancellation))
            found.Add(reader.GetInt64(0));
        return found;
    }

    /// <summary>Before anything is written: a server in between could have dropped the connection's search path.</summary>
    /// <exception cref="ScratchRefusedException">Names without a schema would mean the real tables.</exception>
    internal async Task BeforeAsync(ISqlTarget target)
    {
        if ((await target.Query<string?>("select current_schema()::text"))[0] != schema)
        {
            throw new ScratchRefusedException(
                "the connection does not keep its search_path (a connection pooler?), so that copies cannot stand in for the tables; "
                + "connect to the server itself");
        }
    }

    /// <summary>Before the transaction is committed.</summary>
    /// <exception cref="ScratchRefusedException">Something else was written; the transaction is then rolled back.</exception>
    internal async Task AfterAsync(ISqlTarget target)
    {
        var written = await target.Query<string>(Written, schema, _others);
        if (written.Count > 0)
        {
            throw new ScratchRefusedException(
                $"the script writes to {string.Join(", ", written.Distinct(StringComparer.Ordinal))}, for which no copy stands in; that "
                + "was rolled back. Name tables in SQL without their schema (the search_path finds them), or give records [Table(name, "
                + "Schema = …)]");
        }
    }
}
