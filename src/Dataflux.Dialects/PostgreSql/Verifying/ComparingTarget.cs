using Dataflux.Dialects.PostgreSql.Scripts;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>
/// What a profile sees of the target while it is verified: upserts are compared, queries are answered, and its own SQL that may write
/// is left out.
/// </summary>
internal sealed class ComparingTarget(ComparingSession session, PostgreSqlComparison comparison, CancellationToken cancellation)
    : SqlTargetBase(comparison.Bindings)
{
    private const string Savepoint = "dataflux_query";

    /// <summary>Comparers whose staging tables are not there yet: everything has to be done once more.</summary>
    internal List<ComparerBase> Unmade { get; } = [];

    public override Task<int> Execute(string sql, params object?[] parameters)
    {
        comparison.LeftOut(sql);
        return Task.FromResult(0);
    }

    public override async Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters)
    {
        if (TransactionControl.IsIn(sql))
            throw TransactionControl.Refusal();
        var connection = session.Connection;
        await RunAsync($"savepoint {Savepoint}");
        await using var command = SqlCommand.Create(connection, sql, parameters);
        try
        {
            var rows = await RowReader.ReadAsync<T>(command, cancellation);
            await RunAsync($"release savepoint {Savepoint}");
            return rows;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            await RunAsync($"rollback to savepoint {Savepoint}");
            comparison.LeftOut(sql);
            return [];
        }
    }

    public override async Task<int> WriteAsync<TRecord>(IReadOnlyList<TRecord> batch, Upsert rules)
    {
        var comparer = await session.ComparerAsync<TRecord>(rules, Unmade, cancellation);
        if (Unmade.Count > 0)
            return batch.Count;
        var counts = await comparer.CompareAsync(batch, session.Buffer, session.Transaction, session.Origin, cancellation);
        Counts += counts;
        return checked((int)counts.Updated);
    }

    public override async Task<int> DeleteKeysAsync<TKey>(IReadOnlyList<TKey> keys)
    {
        var comparer = await session.DeleteComparerAsync<TKey>(Unmade, cancellation);
        if (Unmade.Count > 0)
            return keys.Count;
        var counts = await comparer.CompareAsync(keys, session.Buffer, session.Transaction, session.Origin, cancellation);
        Counts += counts;
        return checked((int)counts.Updated);
    }

    private Task<int> RunAsync(string sql) => session.Connection.RunAsync(sql, cancellation);
}
