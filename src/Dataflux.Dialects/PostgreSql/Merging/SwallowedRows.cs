using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// Finds the rows of a merge that the table does not have after it, or has as they were. Only where the table may swallow rows.
/// </summary>
internal sealed class SwallowedRows : IAsyncDisposable
{
    private const string Savepoint = "\"dataflux trial\"";

    private readonly NpgsqlConnection _connection;
    private readonly IndexedStatement _notTaken;
    private readonly IndexedStatement? _trial;

    internal SwallowedRows(NpgsqlConnection connection, MergeSql sql, string staging)
    {
        _connection = connection;
        _notTaken = new(connection, sql.NotTaken(staging), takesPlaces: true);
        _trial = sql.Trial(staging) is { } trial ? new(connection, trial, takesPlaces: true) : null;
    }

    /// <summary>Finds them in one round.</summary>
    /// <param name="round">The round.</param>
    /// <param name="leftOut">The places of the rows that the merge has not written.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>Their places in the batch.</returns>
    internal async Task<List<int>> FindAsync(int round, int[] leftOut, CancellationToken cancellation)
    {
        var swallowed = new List<int>();
        var suspected = new List<int>();
        await _notTaken.RunAsync(round, leftOut, row => (row.GetBoolean(1) ? swallowed : suspected).Add(row.GetInt32(0)), cancellation);
        if (suspected.Count > 0)
            swallowed.AddRange(await TryAsync(round, suspected, cancellation));
        return swallowed;
    }

    public async ValueTask DisposeAsync()
    {
        await _notTaken.DisposeAsync();
        if (_trial is not null)
            await _trial.DisposeAsync();
    }

    // A trigger before the insert may have made of the incoming row the one that is there: then nothing was to be changed, and an update
    // without a condition comes back. One that does not was swallowed.
    private async Task<IEnumerable<int>> TryAsync(int round, List<int> suspected, CancellationToken cancellation)
    {
        if (_trial is null)
            return suspected;

        var taken = new HashSet<int>();
        await _connection.RunAsync($"savepoint {Savepoint}", cancellation);
        await _trial.RunAsync(round, [.. suspected], row => taken.Add(row.GetInt32(0)), cancellation);
        await _connection.RunAsync($"rollback to savepoint {Savepoint}; release savepoint {Savepoint}", cancellation);
        return suspected.Where(place => !taken.Contains(place));
    }
}
