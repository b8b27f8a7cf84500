using Dataflux.Engine;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Rehearsing;

/// <summary>A target that does everything but end the transaction.</summary>
/// <param name="target">Does it.</param>
internal sealed class RehearsedTarget(SqlTarget target) : ISqlTarget
{
    /// <summary>Whether a statement was refused; the script may have swallowed that.</summary>
    internal bool Refused { get; private set; }

    /// <summary>What is to be said of a profile that ends its transaction.</summary>
    internal static TargetException Ended(Exception? cause = null) => new(
        "the profile's own SQL ends the transaction ('commit' or 'rollback'); nothing was written. Take that out of the script: every batch "
        + "has a transaction of its own, which is committed when upsert returns",
        cause);

    /// <inheritdoc/>
    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch)
        where TRecord : notnull => target.Upsert(batch);

    /// <inheritdoc/>
    public Task<int> Upsert<TRecord>(IReadOnlyList<TRecord> batch, Action<Upsert> merge)
        where TRecord : notnull => target.Upsert(batch, merge);

    /// <inheritdoc/>
    public Task<int> Delete<TKey>(IReadOnlyList<TKey> keys)
        where TKey : notnull => target.Delete(keys);

    /// <inheritdoc/>
    public Task<int> Execute(string sql, params object?[] parameters)
    {
        RefuseEnding(sql);
        return target.Execute(sql, parameters);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<T>> Query<T>(string sql, params object?[] parameters)
    {
        RefuseEnding(sql);
        return target.Query<T>(sql, parameters);
    }

    private void RefuseEnding(string sql)
    {
        if (!TransactionControl.IsIn(sql))
            return;
        Refused = true;
        throw Ended();
    }
}
