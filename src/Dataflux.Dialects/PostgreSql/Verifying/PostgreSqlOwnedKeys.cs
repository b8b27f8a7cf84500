using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Ground;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.Verifying;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>The keys of an owned table as rows of a binary COPY.</summary>
internal sealed class PostgreSqlOwnedKeys : OwnedKeys
{
    private const string Name = "dataflux_owned";
    private readonly RowComparison _rows;

    internal PostgreSqlOwnedKeys(string path, TableBinding binding, IReadOnlyList<string> key, StoredKeys? stored)
        : base(path, binding, key, stored) => _rows = new(Binding, new(key, []));

    private protected override string CountAll => $"select count(*) from {_rows.Rows}";

    private protected override string CountNotDeleted
    {
        get
        {
            var number = Identifier.Quote(StagingTable.Number);
            var columns = string.Join(", ", Enumerable.Range(1, Binding.Columns.Count));
            return $"select count(*) from {_rows.Rows} where {IsIn($"{Known} group by {columns} having max({number}) % 2 = 1")}";
        }
    }

    private protected override string Extra
    {
        get
        {
            var shown = Binding.Columns.Select(column => $"{_rows.Alias}.{Identifier.Quote(column.Name)}::text");
            return $"select {string.Join(", ", shown)} from {_rows.Rows} where not {IsIn(Known)}";
        }
    }

    private string Known => $"select {StagingTable.Staged(Binding.Columns)} from {StagingTable.SqlOf(Name)}";

    private protected override async Task SendAsync(ComparingConnection connection, FileStream stream, CancellationToken cancellation)
    {
        var create = StagingTable.CreateSql(Name, Binding.Columns)
            .Replace("on commit delete rows", "on commit preserve rows", StringComparison.Ordinal);
        await connection.Database.RunAsync($"{connection.BeginMaking}; {create}; {connection.EndMaking}", cancellation);
        await using var copy = await ((NpgsqlConnection)connection.Database).BeginRawBinaryCopyAsync(
            StagingTable.CopySql(Name), cancellation);
        var buffer = new CopyBuffer();
        buffer.WriteHeader();
        await copy.WriteAsync(buffer.Written, cancellation);
        await stream.CopyToAsync(copy, cancellation);
        buffer.Length = 0;
        buffer.WriteTrailer();
        await copy.WriteAsync(buffer.Written, cancellation);
    }

    private string IsIn(string keys) =>
        $"exists (select from ({keys}) as {RowComparison.Incoming} where {_rows.SameKey(RowComparison.Incoming)})";
}
