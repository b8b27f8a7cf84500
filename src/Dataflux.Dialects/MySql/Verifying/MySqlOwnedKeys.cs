using System.Buffers.Binary;
using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.MySql.Ground;
using Dataflux.Dialects.MySql.Merging;
using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.Verifying;

namespace Dataflux.Dialects.MySql.Verifying;

/// <summary>The keys of an owned table as rows that are sent, each behind its length.</summary>
internal sealed class MySqlOwnedKeys(string path, TableBinding binding, IReadOnlyList<string> key, StoredKeys? stored)
    : OwnedKeys(path, binding, key, stored)
{
    private const string Name = "dataflux_owned";
    private const int MostAtOnce = 4 * 1024 * 1024;
    private static readonly string s_number = $"known.{Backtick.Quote(StagingTable.Number)}";

    private protected override string CountAll => $"select count(*) from {Table}";

    private protected override string CountNotDeleted
    {
        get
        {
            var names = Binding.Columns.Select(static column => $"known.{Backtick.Quote(column.Name)}").ToList();
            var bytes = Binding.Columns.Zip(names, static (column, name) => ((MySqlType)column.Catalog.Type).Compared(name));
            return $"select count(*) from (select {string.Join(", ", names)} from {Known} "
                + $"group by {string.Join(", ", bytes)} having max({s_number}) % 2 = 1) as gone straight_join {Table} on {Same("gone")}";
        }
    }

    private protected override string Extra
    {
        get
        {
            var texts = Binding.Columns.Select(static column =>
                ((MySqlType)column.Catalog.Type).TextOf($"goes.{Backtick.Quote(column.Name)}"));
            return $"select {string.Join(", ", texts)} from {Table} left join {Known} on {Same("known")} where {s_number} is null";
        }
    }

    private static string Known => $"{Backtick.Quote(Name)} as known";

    private string Table => $"{Binding.Flavour.Quote(Binding.Table)} as goes";

    private protected override void Write(FileStream stream, ReadOnlySpan<byte> row)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, row.Length);
        stream.Write(length);
        stream.Write(row);
    }

    private protected override async Task SendAsync(ComparingConnection connection, FileStream stream, CancellationToken cancellation)
    {
        var make = StagingTable.Make(Name, Binding.Columns, made: [], index: Binding.Columns.Select(static column => column.Name));
        await connection.Database.RunAsync($"{connection.BeginMaking}; {make}; {connection.EndMaking}", cancellation);
        var sender = ((MySqlComparing)connection).Sender;
        await using var sending = await connection.BeginAsync(cancellation);
        var buffer = sender.Begin();
        var (length, row) = (new byte[sizeof(int)], new byte[4096]);
        while (stream.Position < stream.Length)
        {
            await stream.ReadExactlyAsync(length, cancellation);
            var size = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (row.Length < size)
                Array.Resize(ref row, size);
            await stream.ReadExactlyAsync(row.AsMemory(0, size), cancellation);
            buffer.Row(row.AsSpan(0, size));
            sender.Added();
            if (sender.Waiting >= MostAtOnce)
                buffer = await SendAsync(sender, cancellation);
        }

        await SendAsync(sender, cancellation);
        await sending.CommitAsync(cancellation);
    }

    private async Task<Encoding.RowBuffer> SendAsync(RowSender sender, CancellationToken cancellation)
    {
        if (sender.Waiting > 0)
            await sender.SendAsync(Backtick.Quote(Name), Binding.Columns, [StagingTable.Number], cancellation);
        return sender.Begin();
    }

    private string Same(string other) => KeySql.Same("goes", other, Binding.Columns, static column => column.MayBeNull);
}
