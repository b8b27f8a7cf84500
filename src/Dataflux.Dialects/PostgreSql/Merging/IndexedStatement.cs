using Npgsql;
using NpgsqlTypes;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>
/// A prepared statement between two settings that keep its plan on the index: the plan is kept for many batches and may be made
/// while the table is still so small that reading all of it looks cheaper.
/// </summary>
internal sealed class IndexedStatement : IAsyncDisposable
{
    private readonly NpgsqlParameter<int> _number = new() { NpgsqlDbType = NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<int[]> _places = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
    private readonly NpgsqlBatch _batch;

    internal IndexedStatement(NpgsqlConnection connection, string sql, bool takesPlaces = false)
    {
        _batch = Batch(connection, sql, takesPlaces ? [_number, _places] : [_number]);
    }

    /// <summary>Runs the statement.</summary>
    /// <param name="number">Its parameter.</param>
    /// <param name="take">Takes each row of its answer.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task RunAsync(int number, Action<NpgsqlDataReader> take, CancellationToken cancellation)
    {
        _number.TypedValue = number;

        // Does nothing when the statements are prepared already.
        await _batch.PrepareAsync(cancellation);
        await using var reader = await _batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            take(reader);
        await reader.NextResultAsync(cancellation);
    }

    /// <summary>Runs the statement of a number and places.</summary>
    internal Task RunAsync(int number, int[] places, Action<NpgsqlDataReader> take, CancellationToken cancellation)
    {
        _places.TypedValue = places;
        return RunAsync(number, take, cancellation);
    }

    /// <summary>Gives the prepared statement back.</summary>
    public ValueTask DisposeAsync() => _batch.DisposeAsync();

    private static NpgsqlBatch Batch(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            statement.Parameters.Add(parameter);
        return new(connection)
        {
            BatchCommands = { new("set local enable_seqscan = off"), statement, new("set local enable_seqscan to default") },
        };
    }
}
