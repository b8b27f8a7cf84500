using System.Data;
using Dataflux.Dialects.PostgreSql.Encoding;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>Sends rows of a batch by binary COPY.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
/// <param name="connection">The connection; used by nothing else meanwhile.</param>
/// <param name="encoder">Makes rows of records.</param>
/// <param name="rounds">Says which record goes where.</param>
internal sealed class RowCopy<TRecord>(NpgsqlConnection connection, RowEncoder<TRecord> encoder, KeyRounds<TRecord> rounds)
{
    // Large enough that a message costs nothing, small enough to stay in the processor's cache.
    private const int ChunkBytes = 256 * 1024;

    /// <summary>Sends the records of new keys, without a round.</summary>
    internal Task NewAsync(string sql, IReadOnlyList<TRecord> batch, CopyBuffer buffer, CancellationToken cancellation) =>
        SendAsync(sql, batch, firstRound: null, buffer, cancellation);

    /// <summary>Sends all others, with their rounds counted from <paramref name="firstRound"/>.</summary>
    internal Task StagedAsync(string sql, IReadOnlyList<TRecord> batch, int firstRound, CopyBuffer buffer, CancellationToken cancellation) =>
        SendAsync(sql, batch, firstRound, buffer, cancellation);

    private async Task SendAsync(string sql, IReadOnlyList<TRecord> batch, int? firstRound, CopyBuffer buffer, CancellationToken cancellation)
    {
        buffer.Length = 0;
        buffer.WriteHeader();
        NpgsqlRawCopyStream? stream = null;
        try
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var place = rounds.Order[i];
                var round = rounds.Of[place];
                if (round == KeyRounds<TRecord>.New != firstRound is null)
                    continue;
                encoder.Write(buffer, batch[place], firstRound + round);
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
}
