using System.Data;
using Dataflux.Dialects.PostgreSql.Binding;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.Sql.Merging;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>Sends rows of a batch by binary COPY.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
/// <param name="connection">The connection; used by nothing else meanwhile.</param>
/// <param name="encoder">Makes rows of records.</param>
/// <param name="rounds">Says which record goes where.</param>
/// <param name="hasPlaces">Whether records that are merged say their places, see <see cref="StagingTable.Place"/>.</param>
internal sealed class RowCopy<TRecord>(
    NpgsqlConnection connection, RowEncoder<TRecord> encoder, KeyRounds<TRecord> rounds, bool hasPlaces = false)
{
    // Large enough that a message costs nothing, small enough to stay in the processor's cache.
    private const int ChunkBytes = 256 * 1024;

    private enum Rows
    {
        New,
        Merged,
        Compared,
    }

    /// <summary>Sends the records of new keys, without a number.</summary>
    internal Task NewAsync(string sql, IReadOnlyList<TRecord> batch, CopyBuffer buffer, CancellationToken cancellation) =>
        SendAsync(sql, batch, Rows.New, first: 0, buffer, cancellation);

    /// <summary>Sends the records that are to be merged, with their rounds counted from <paramref name="firstRound"/>.</summary>
    internal Task MergedAsync(
        string sql, IReadOnlyList<TRecord> batch, int firstRound, CopyBuffer buffer, CancellationToken cancellation) =>
        SendAsync(sql, batch, Rows.Merged, firstRound, buffer, cancellation);

    /// <summary>Sends the records that are to be compared, with their places counted from <paramref name="firstPlace"/>.</summary>
    internal Task ComparedAsync(
        string sql, IReadOnlyList<TRecord> batch, int firstPlace, CopyBuffer buffer, CancellationToken cancellation) =>
        SendAsync(sql, batch, Rows.Compared, firstPlace, buffer, cancellation);

    private async Task SendAsync(
        string sql, IReadOnlyList<TRecord> batch, Rows rows, int first, CopyBuffer buffer, CancellationToken cancellation)
    {
        buffer.Length = 0;
        buffer.WriteHeader();
        NpgsqlRawCopyStream? stream = null;
        try
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var place = rounds.Order[i];
                if (!IsAmong(rows, place))
                    continue;
                var round = rows == Rows.New ? (int?)null : first + (rows == Rows.Merged ? rounds.Of[place] : place);
                encoder.Write(buffer, batch[place], round, hasPlaces && rows == Rows.Merged ? place : null);
                if (buffer.Length >= ChunkBytes)
                {
                    stream ??= await connection.BeginRawBinaryCopyAsync(sql, cancellation);
                    await stream.WriteAsync(buffer.Written, cancellation);
                    buffer.Length = 0;
                }
            }

            buffer.WriteTrailer();
            stream ??= await connection.BeginRawBinaryCopyAsync(sql, cancellation);
            await stream.WriteAsync(buffer.Written, cancellation);
        }
        catch when (stream is not null && connection.FullState != ConnectionState.Broken)
        {
            // The server waits for rows, and nothing but the cancel gives the connection back for the rollback.
            await stream.CancelAsync();
            throw;
        }

        await stream.DisposeAsync();
    }

    private bool IsAmong(Rows rows, int place) => rows switch
    {
        Rows.New => rounds.Of[place] == KeyRounds<TRecord>.New,
        Rows.Merged => rounds.Of[place] >= 0,
        _ => rounds.IsCompared(place),
    };
}
