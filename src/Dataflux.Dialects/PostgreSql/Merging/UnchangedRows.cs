using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Merging;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// Finds the records of a batch that would change nothing, so that they need not be merged: it sends their keys and the columns that
/// decide, and documents as text that the server compares with its own instead of parsing it. What it cannot tell is left to the merge.
/// </summary>
/// <typeparam name="TRecord">The record type.</typeparam>
internal sealed class UnchangedRows<TRecord> : IAsyncDisposable
{
    private readonly StagingTable _staging;
    private readonly IndexedStatement _changed;
    private readonly KeyRounds<TRecord> _rounds;
    private readonly Lazy<RowCopy<TRecord>> _copy;

    internal UnchangedRows(NpgsqlConnection connection, TableBinding binding, MergeRules rules, KeyRounds<TRecord> rounds, string staging)
    {
        var sql = new UnchangedSql(binding, rules);
        _staging = new(connection, staging, sql.Binding.Columns);
        _changed = new(connection, sql.Changed(_staging.Sql));
        _rounds = rounds;
        _copy = new(() => new(connection, new(sql.Binding), rounds));
    }

    /// <summary>Finds them among the first records of their keys, and marks them: <see cref="KeyRounds{TRecord}.Unchanged"/>.</summary>
    /// <param name="batch">The records, whose rounds are assigned.</param>
    /// <param name="buffer">The session's buffer.</param>
    /// <param name="transaction">The number of the open transaction, growing.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>How many records it asked about, and how many of them are unchanged.</returns>
    internal async Task<(int Asked, int Unchanged)> MarkAsync(
        IReadOnlyList<TRecord> batch, CopyBuffer buffer, long transaction, CancellationToken cancellation)
    {
        var first = await _staging.ReserveAsync(transaction, batch.Count, cancellation);
        await _copy.Value.ComparedAsync(_staging.Copy, batch, first, buffer, cancellation);
        var asked = 0;
        for (var place = 0; place < batch.Count; place++)
        {
            if (_rounds.IsCompared(place))
            {
                _rounds.Of[place] = KeyRounds<TRecord>.Unchanged;
                asked++;
            }
        }

        var changed = 0;
        await _changed.RunAsync(first, row =>
        {
            _rounds.Of[row.GetInt32(0) - first] = 0;
            changed++;
        }, cancellation);
        return (asked, asked - changed);
    }

    /// <summary>Makes the staging table ahead of the transactions that cannot.</summary>
    internal Task MakeAsync(CancellationToken cancellation) => _staging.ReserveAsync(transaction: -1, count: 0, cancellation);

    /// <summary>Tells that the transaction was rolled back.</summary>
    internal void Forget(long transaction) => _staging.Forget(transaction);

    public ValueTask DisposeAsync() => _changed.DisposeAsync();
}
