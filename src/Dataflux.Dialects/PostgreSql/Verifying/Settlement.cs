using System.Data;
using System.Runtime.CompilerServices;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Merging;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>Settles the suspects of one type: what the whole run would leave of their rows is worked out by the server, and compared with them.</summary>
/// <param name="connection">The connection; used by nothing else meanwhile.</param>
/// <param name="suspects">The records.</param>
internal sealed class Settlement(NpgsqlConnection connection, Suspects suspects)
{
    private readonly TableBinding _binding = suspects.Binding;
    private readonly SettleSql _sql = new(suspects.Binding, suspects.Rules);

    private int Keys => suspects.Rules.Key.Count;

    /// <summary>Settles them.</summary>
    /// <param name="keys">Only these, by their hashes; <see langword="null"/>: all.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async IAsyncEnumerable<Difference> RunAsync(IReadOnlySet<ulong>? keys, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await RunAsync($"begin read write; {_sql.Make}; commit", cancellation);
        for (var portion = 0; portion < suspects.Portions; portion++)
        {
            var places = new Dictionary<int, Suspect>();
            await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            await RunAsync("set local enable_seqscan = off", cancellation); // as a writer would: by the index of the key
            if (await CopyInAsync(suspects.Read(portion, keys), places, cancellation))
            {
                foreach (var difference in await SettleAsync(places, cancellation))
                    yield return difference;
            }

            await moment.CommitAsync(cancellation); // which empties the temporary tables
        }

        await RunAsync($"begin read write; {SettleSql.Drop}; commit", cancellation);
    }

    private async Task<IEnumerable<Difference>> SettleAsync(Dictionary<int, Suspect> places, CancellationToken cancellation)
    {
        var rounds = 0;
        await RunAsync(_sql.MakeRounds, 0, row => rounds = row.GetInt32(0), cancellation);

        // In the order of the rows, and within one in that of its records: the last one stays.
        var found = new Dictionary<string, Difference>(StringComparer.Ordinal);
        await RunAsync(_sql.Missing, null, row => Take(string.Join('\0', Texts(row, 1, Keys)), row.GetInt32(0), 1, row, DifferenceKind.Missing), cancellation);
        await RunAsync(_sql.CopyRows, 0, static _ => { }, cancellation);
        await RunAsync(_sql.LeaveOut, cancellation);
        for (var round = 0; round < rounds; round++)
            await RunAsync(_sql.Merge, round, static _ => { }, cancellation);
        if (_sql.Changes.Count > 0)
            await RunAsync(_sql.Differences, null, row => Take("\0" + row.GetString(0), row.GetInt32(1), 2, row, DifferenceKind.Different), cancellation);
        return found.Values;

        void Take(string identity, int place, int firstKey, NpgsqlDataReader row, DifferenceKind kind)
        {
            var suspect = places[place];
            found[identity] = new()
            {
                Kind = kind,
                Table = _binding.Table.NameText,
                Key = suspects.Rules.Key.Zip(Texts(row, firstKey, Keys), KeyValuePair.Create).ToDictionary(StringComparer.Ordinal),
                Columns = kind == DifferenceKind.Different ? Columns(row, firstKey + Keys) : [],
                File = suspect.Origin?.File,
                Line = suspect.Origin?.Line,
                Hash = suspect.Hash,
                Cause = kind == DifferenceKind.Missing ? "deleted since, or never written" : null,
            };
        }
    }

    private List<ColumnDifference> Columns(NpgsqlDataReader row, int first)
    {
        var columns = new List<ColumnDifference>();
        for (var i = 0; i < _sql.Changes.Count; i++)
        {
            var at = first + (i * 3);
            if (!row.GetBoolean(at))
                continue;
            var (was, now) = (Text(row, at + 1), Text(row, at + 2));
            columns.Add(new(_sql.Changes[i].Column.Name, was, now, LikelyCause.Of(_sql.Changes[i], _binding.Table, was, now)));
        }

        return columns;
    }

    private async Task<bool> CopyInAsync(IEnumerable<Suspect> portion, Dictionary<int, Suspect> places, CancellationToken cancellation)
    {
        var buffer = new CopyBuffer();
        buffer.WriteHeader();
        foreach (var suspect in portion)
        {
            suspect.Row.CopyTo(buffer.Take(suspect.Row.Length));
            places.Add(Suspects.PlaceOf(suspect.Row), suspect with { Row = [] });
        }

        if (places.Count == 0)
            return false;
        buffer.WriteTrailer();
        await using var copy = await connection.BeginRawBinaryCopyAsync(SettleSql.CopyIn, cancellation);
        await copy.WriteAsync(buffer.Written, cancellation);
        return true;
    }

    private static List<string?> Texts(NpgsqlDataReader row, int first, int count) => [.. Enumerable.Range(first, count).Select(at => Text(row, at))];

    private static string? Text(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);

    private async Task RunAsync(string sql, int? number, Action<NpgsqlDataReader> take, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (number is { } given)
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = given });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            take(reader);
    }

    private async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
