using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Encoding;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Binding;
using MySqlConnector;

namespace Dataflux.Dialects.MySql.Merging;

/// <summary>Sends rows over one connection: by LOAD DATA LOCAL where the server allows it, otherwise by INSERT of many rows.</summary>
/// <param name="connection">The connection.</param>
/// <param name="loads">Whether the server takes LOAD DATA LOCAL.</param>
/// <param name="mostBytes">The largest packet that the server takes.</param>
internal sealed class RowSender(MySqlConnection connection, bool loads, long mostBytes)
{
    // Room for the statement before the values.
    private const int Slack = 64 * 1024;
    private const int MostAtOnce = 4 * 1024 * 1024;
    private const int LargestPiece = 1024 * 1024;

    private readonly ServerWarnings _warnings = new(connection);
    private readonly RowBuffer _buffer = loads ? new LoadBuffer() : new InsertBuffer();
    private readonly List<int> _ends = [];

    /// <summary>Whether rows go by LOAD DATA LOCAL.</summary>
    internal bool Loads => loads;

    /// <summary>How many bytes of rows wait to be sent.</summary>
    internal int Waiting => _buffer.Length;

    /// <summary>Begins with no rows.</summary>
    /// <returns>Takes them; each is told by <see cref="Added"/>.</returns>
    internal RowBuffer Begin()
    {
        _buffer.Length = 0;
        _ends.Clear();
        return _buffer;
    }

    /// <summary>Tells that a row is complete.</summary>
    internal void Added() => _ends.Add(_buffer.Length);

    /// <summary>Sends the rows.</summary>
    /// <param name="table">The table, for SQL.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="numbers">The columns behind them.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <exception cref="ServerWarningException">Not every value arrived as it was sent.</exception>
    internal async Task SendAsync(
        string table, IReadOnlyList<BoundColumn> columns, IReadOnlyList<string> numbers, CancellationToken cancellation)
    {
        var names = columns.Select(static column => Backtick.Quote(column.Name)).ToList();
        names.AddRange(numbers.Select(Backtick.Quote));
        _warnings.Clear();
        var sent = loads
            ? await LoadAsync(table, columns, names, cancellation)
            : await InsertAsync(table, columns, names, cancellation);
        _warnings.ThrowIfAny();
        if (sent != _ends.Count)
        {
            throw new ServerWarningException(
                MySqlErrorCode.DuplicateKeyEntry, $"of {_ends.Count} rows for {table} {sent} arrived, and the server does not say why");
        }
    }

    /// <summary>Runs a statement whose warnings are errors.</summary>
    /// <returns>How many rows it changed.</returns>
    internal async Task<int> RunAsync(string sql, CancellationToken cancellation)
    {
        _warnings.Clear();
        await using var command = new MySqlCommand(sql, connection);
        var changed = await command.ExecuteNonQueryAsync(cancellation);
        _warnings.ThrowIfAny();
        return changed;
    }

    /// <summary>Runs a query.</summary>
    internal async Task ReadAsync(string sql, Action<MySqlDataReader> take, CancellationToken cancellation)
    {
        await using var command = new MySqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            take(reader);
    }

    private async Task<int> LoadAsync(
        string table, IReadOnlyList<BoundColumn> columns, List<string> names, CancellationToken cancellation)
    {
        await using var stream = _buffer.ToStream((int)Math.Min(mostBytes / 2, LargestPiece));
        var loader = new MySqlBulkLoader(connection)
        {
            TableName = table,
            SourceStream = stream,
            Local = true,
            // Read as bytes it costs the server a fifth less; that they are UTF-8 is seen to before they are sent.
            CharacterSet = columns.All(static column => ((MySqlType)column.Catalog.Type).TakesUtf8) ? "binary" : "utf8mb4",
            FieldTerminator = "\t",
            LineTerminator = "\n",
            EscapeCharacter = '\\',
        };
        for (var i = 0; i < names.Count; i++)
        {
            var isHexadecimal = i < columns.Count && ((MySqlType)columns[i].Catalog.Type).Kind == MySqlKind.Bytes;
            loader.Columns.Add(isHexadecimal ? $"@dataflux{i}" : names[i]);
            if (isHexadecimal)
                loader.Expressions.Add($"{names[i]} = unhex(@dataflux{i})");
        }

        return await loader.LoadAsync(cancellation);
    }

    private async Task<int> InsertAsync(
        string table, IReadOnlyList<BoundColumn> columns, List<string> names, CancellationToken cancellation)
    {
        var most = (int)Math.Min(mostBytes - Slack, MostAtOnce);
        var statement = $"insert into {table} ({string.Join(", ", names)}) values ";
        var (sent, start) = (0, 0);
        for (var i = 0; i < _ends.Count; i++)
        {
            // The next row would make it too large.
            if (i + 1 < _ends.Count && _ends[i + 1] - start <= most)
                continue;
            var size = _ends[i] - start;
            if (size > mostBytes - Slack)
            {
                throw new RowValueException(
                    table, columns[0].Name, "1153",
                    $"a record for {table} has {size:N0} bytes, and the server takes packets of {mostBytes:N0}: raise its "
                    + "max_allowed_packet, or leave such items out in the profile");
            }

            var values = System.Text.Encoding.UTF8.GetString(_buffer.Written.Span.Slice(start, size - 1));
            await using var command = new MySqlCommand(statement + values, connection);
            sent += await command.ExecuteNonQueryAsync(cancellation);
            start = _ends[i];
        }

        return sent;
    }
}
