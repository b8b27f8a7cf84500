using System.Data.Common;
using Dataflux.Dialects.Sql.Merging;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>
/// What a profile sees of the target while it is verified: upserts are compared, queries are answered, and its own SQL that may write
/// is left out.
/// </summary>
internal sealed class ComparingTarget(ComparingSession session, SqlComparison comparison, CancellationToken cancellation)
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
        var connection = session.Connection;
        connection.RefuseEndOf(sql);
        await RunAsync($"savepoint {Savepoint}");
        await using var command = connection.QueryFor(sql, parameters);
        try
        {
            var rows = await RowReader.ReadAsync<T>(command, cancellation);
            await RunAsync($"release savepoint {Savepoint}");
            return rows;
        }
        catch (DbException e) when (connection.IsRefusedWrite(e))
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
        var counts = await comparer.CompareAsync(batch, session.Transaction, session.Origin, cancellation);
        Counts += counts;
        return checked((int)counts.Updated);
    }

    public override async Task<int> DeleteKeysAsync<TKey>(IReadOnlyList<TKey> keys)
    {
        var comparer = await session.DeleteComparerAsync<TKey>(Unmade, cancellation);
        if (Unmade.Count > 0)
            return keys.Count;
        var counts = await comparer.CompareAsync(keys, session.Transaction, session.Origin, cancellation);
        Counts += counts;
        return checked((int)counts.Updated);
    }

    private Task<int> RunAsync(string sql) => session.Connection.Database.RunAsync(sql, cancellation);
}
