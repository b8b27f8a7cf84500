using Dataflux.Dialects.PostgreSql.Connecting;
using Dataflux.Dialects.PostgreSql.Decoding;
using Dataflux.Dialects.PostgreSql.Reading;
using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Following;

/// <summary>
/// Reads rows as they are now, where the stream does not have all of them. What they were at their change is gone; what came behind it is
/// in the stream, so that it ends in the same.
/// </summary>
/// <param name="database">The database.</param>
internal sealed class CurrentRows(PostgreSqlDatabase database) : IAsyncDisposable
{
    private NpgsqlConnection? _connection;
    private bool _isBegun;

    /// <summary>The row.</summary>
    internal RowFields Fields { get; } = new();

    /// <summary>Reads a row.</summary>
    /// <param name="relation">The table.</param>
    /// <param name="key">Its key, as text of PostgreSQL.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>Whether it is there.</returns>
    internal async Task<bool> ReadAsync(Relation relation, IReadOnlyList<string> key, CancellationToken cancellation)
    {
        _connection ??= await database.ConnectAsync(cancellation);
        if (!_isBegun)
            await _connection.RunAsync($"begin isolation level read committed read only; {SourceSql.Settings}", cancellation);

        _isBegun = true;
        var conditions = relation.Key.Zip(key, static (column, value) => $"{column.Sql} = {column.Literal(value)}");
        await using var copy = await _connection.BeginRawBinaryCopyAsync(
            $"copy (select {relation.Select} from {relation.From} as q where {string.Join(" and ", conditions)}) to stdout (format binary)",
            cancellation);
        var rows = new CopyRows(copy);
        var found = false;
        while (!rows.IsAtEnd)
        {
            if (rows.TryNext())
                Found(rows.Fields);
            else if (!rows.IsAtEnd)
                await rows.FillAsync(cancellation);
        }

        return found;

        void Found(ReadOnlySpan<byte> fields)
        {
            Fields.Take(fields);
            found = true;
        }
    }

    /// <summary>Lets go of the locks.</summary>
    internal async Task EndAsync(CancellationToken cancellation)
    {
        if (_isBegun)
            await _connection!.RunAsync("rollback", cancellation);

        _isBegun = false;
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
