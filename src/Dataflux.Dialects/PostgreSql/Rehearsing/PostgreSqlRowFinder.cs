using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Sql.Rehearsing;
using Dataflux.Dialects.Sql.Scripts;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Rehearsing;

/// <summary>Reads rows of PostgreSQL, each column as its text.</summary>
/// <param name="connection">The connection.</param>
/// <param name="bindings">The tables that records go into.</param>
/// <param name="buffer">Takes the keys that are sent.</param>
/// <param name="cancellation">Stops the calls.</param>
internal sealed class PostgreSqlRowFinder(
    NpgsqlConnection connection, BindingCache bindings, CopyBuffer buffer, CancellationToken cancellation)
    : RowFinder(connection, bindings, cancellation)
{
    private protected override async Task FindAsync<TRecord>(KeyedRecords records)
    {
        var key = records.Key;
        await RunAsync(StagingTable.CreateSql(Staging, key.Columns));
        var encoder = new RowEncoder<TRecord>(key);
        buffer.Length = 0;
        buffer.WriteHeader();
        foreach (var index in records.Indexes)
        {
            try
            {
                encoder.Write(buffer, (TRecord)records.All[index], index);
            }
            catch (RowValueException)
            {
                // No row can have such a key.
            }
        }

        buffer.WriteTrailer();
        await using (var copy = await connection.BeginRawBinaryCopyAsync(StagingTable.CopySql(Staging), Cancellation))
            await copy.WriteAsync(buffer.Written, Cancellation);

        await ReadAsync(records);
        await RunAsync($"drop table {StagingTable.SqlOf(Staging)}");
    }

    private async Task ReadAsync(KeyedRecords records)
    {
        var key = records.Key;
        var number = Identifier.Quote(StagingTable.Number);
        var names = key.Columns.Select(column => Identifier.Quote(column.Name)).ToList();
        var shown = key.Table.Columns.Where(column => !column.Denied.Contains("SELECT")).Select(column => column.Name).ToList();
        await RunAsync("set local enable_seqscan = off");
        var sql = $"""
            select k.{number}, t.ctid is not null, {string.Join(", ", names.Select(name => $"k.{name}::text").Concat(shown.Select(name => $"t.{Identifier.Quote(name)}::text")))}
              from (select {number}, {StagingTable.Staged(key.Columns)} from {StagingTable.SqlOf(Staging)}) as k
              left join {(key.Table.HasHeirs ? "only " : "")}{Identifier.Quote(key.Table.Schema, key.Table.Name)} as t on {SameKeySql.Of("t", "k", key.Columns, column => column.MayBeNull)}
            """;
        await using (var command = new NpgsqlCommand(sql, connection))
        await using (var reader = await command.ExecuteReaderAsync(Cancellation))
        {
            while (await reader.ReadAsync(Cancellation))
                Take(reader, records, shown);
        }

        await RunAsync("set local enable_seqscan to default");
    }

    private Task<int> RunAsync(string sql) => connection.RunAsync(sql, Cancellation);
}
