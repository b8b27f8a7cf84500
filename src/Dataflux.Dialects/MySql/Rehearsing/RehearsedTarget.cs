using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.MySql.Sessions;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.MySql.Rehearsing;

/// <summary>
/// What a profile sees of MySQL while it is rehearsed: what MySQL commits by itself is not sent, and it is counted what its records change.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="bindings">The tables that records go into.</param>
/// <param name="changes">Takes the counts, by table.</param>
/// <param name="cancellation">Stops the calls.</param>
internal sealed class RehearsedTarget(
    SessionConnection connection, MySqlBindings bindings, Dictionary<string, TableChange> changes, CancellationToken cancellation)
    : MySqlTransactionTarget(connection, bindings, cancellation)
{
    private readonly SessionConnection _connection = connection;
    private readonly MySqlBindings _bindings = bindings;
    private TargetException? _refused;

    public override async Task<int> Execute(string sql, params object?[] parameters) =>
        await IsThereAlreadyAsync(sql) ? 0 : await base.Execute(sql, parameters);

    public override async Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters) =>
        await IsThereAlreadyAsync(sql) ? [] : await base.Query<T>(sql, parameters);

    public override async Task<int> WriteAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules)
    {
        var before = Counts;
        var written = await base.WriteAsync(batch, rules);
        var (binding, _) = await _bindings.GetAsync<TRecord>(_connection.Database, Cancellation);
        Changed(binding.Table.NameText, Counts.Inserted - before.Inserted, Counts.Updated - before.Updated, deleted: 0);
        return written;
    }

    public override async Task<int> DeleteKeysAsync<TKey>(IReadOnlyList<TKey> keys)
    {
        var deleted = await base.DeleteKeysAsync(keys);
        var binding = await _bindings.GetKeyAsync(typeof(TKey), _connection.Database, Cancellation);
        Changed(binding.Table.NameText, inserted: 0, updated: 0, deleted);
        return deleted;
    }

    internal override void ThrowIfItRefused()
    {
        if (_refused is not null)
            throw _refused;
        base.ThrowIfItRefused();
    }

    private void Changed(string table, long inserted, long updated, long deleted)
    {
        var known = changes.GetValueOrDefault(table) ?? new(table, 0, 0, 0);
        changes[table] = new(table, known.Inserted + inserted, known.Updated + updated, known.Deleted + deleted);
    }

    /// <summary>Whether SQL makes tables, if they are not there, that are there: then it does nothing, and is not sent.</summary>
    /// <exception cref="TargetException">It is something else that MySQL commits by itself.</exception>
    private async Task<bool> IsThereAlreadyAsync(string sql)
    {
        var parsed = ProfileSql.Parse(sql);
        if (!parsed.Commits && !parsed.MayCommit)
            return false;
        var made = ProfileSql.MadeUnlessThere(sql);
        var there = 0;
        while (there < made.Count && await IsThereAsync(made[there]))
            there++;
        if (made.Count > 0 && there == made.Count)
            return true;
        var onOneLine = string.Join(' ', sql.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        var message = $"'{(onOneLine.Length > 60 ? onOneLine[..60] + "…" : onOneLine)}' was not sent: MySQL commits by itself when a table "
            + "is made or changed, or a routine may commit, so that it could not be taken back. Run it yourself, or let the first run do "
            + "it; what else the profile does can then be tried ('create table if not exists' of a table that is there is passed over)";
        throw _refused = new(message) { Findings = [new(null, null, message)] };
    }

    private Task<bool> IsThereAsync(string table) => _connection.Database.AskAsync<bool>(
        "select count(*) from information_schema.tables where table_schema = coalesce(?, database()) and table_name = ?",
        Cancellation,
        table.Contains('.', StringComparison.Ordinal) ? table[..table.IndexOf('.', StringComparison.Ordinal)] : DBNull.Value,
        table[(table.IndexOf('.', StringComparison.Ordinal) + 1)..]);
}
