using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Dialects.Sql.Verifying;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>The connection over which suspects are settled; used by nothing else meanwhile.</summary>
/// <param name="connection">The connection.</param>
internal sealed class SettlingConnection(NpgsqlConnection connection)
{
    internal ValueTask<NpgsqlTransaction> BeginMomentAsync(CancellationToken cancellation) =>
        connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);

    internal Task RunAsync(string sql, CancellationToken cancellation) => connection.RunAsync(sql, cancellation);

    /// <summary>Runs a statement and reads its answer.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="number">Its parameter, if it has one.</param>
    /// <param name="take">Takes each row.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task RunAsync(string sql, int? number, Action<NpgsqlDataReader> take, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (number is { } given)
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = given });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            take(reader);
    }

    /// <summary>Sends suspects into a staging table.</summary>
    /// <returns>What each place is, without its row.</returns>
    internal async Task<Dictionary<int, Suspect>> CopyInAsync(string sql, IEnumerable<Suspect> portion, CancellationToken cancellation)
    {
        var places = new Dictionary<int, Suspect>();
        var buffer = new CopyBuffer();
        buffer.WriteHeader();
        foreach (var suspect in portion)
        {
            suspect.Row.CopyTo(buffer.Take(suspect.Row.Length));
            places.Add(ComparerBase.PlaceOf(suspect.Row), suspect with { Row = [] });
        }

        if (places.Count > 0)
        {
            buffer.WriteTrailer();
            await using var copy = await connection.BeginRawBinaryCopyAsync(sql, cancellation);
            await copy.WriteAsync(buffer.Written, cancellation);
        }

        return places;
    }

    /// <summary>Columns of a row as text.</summary>
    internal static List<string?> Texts(NpgsqlDataReader row, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(at => Text(row, at))];

    /// <summary>A column of a row as text.</summary>
    internal static string? Text(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
}
