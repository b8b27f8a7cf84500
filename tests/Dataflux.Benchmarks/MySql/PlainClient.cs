using System.Text;
using MySqlConnector;

namespace Dataflux.Benchmarks.MySql;

/// <summary>
/// What a program does that moves rows into MySQL without dataflux: INSERT … ON DUPLICATE KEY UPDATE of many rows, written as text, several
/// statements a transaction. That is the quickest such client: parameters cost it more.
/// </summary>
internal static class PlainClient
{
    private const int RowsOfStatement = 1_000;

    /// <summary>Writes rows over so many connections.</summary>
    internal static Task WriteAsync<TRow>(string database, IReadOnlyList<TRow> rows, int connections, int rowsOfTransaction)
        where TRow : IContestRow =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(part => Task.Run(() =>
            WriteAsync(database, [.. rows.Chunk(rowsOfTransaction).Where((_, i) => i % connections == part)]))));

    private static async Task WriteAsync<TRow>(string database, TRow[][] transactions)
        where TRow : IContestRow
    {
        var columns = TRow.Columns.Split(", ");
        var changes = string.Join(", ", columns.Skip(1).Select(static column => $"{column} = values({column})"));
        await using var connection = new MySqlConnection(database);
        await connection.OpenAsync();
        foreach (var rows in transactions)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var statement in rows.Chunk(RowsOfStatement))
            {
                var sql = new StringBuilder($"insert into {TRow.TableName} ({TRow.Columns}) values ");
                foreach (var row in statement)
                    sql.Append('(').Append(row.ValuesText()).Append("),");
                sql.Length--;
                sql.Append(" on duplicate key update ").Append(changes);
                await using var command = new MySqlCommand(sql.ToString(), connection, transaction);
                await command.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
        }
    }
}
