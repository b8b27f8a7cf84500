using Dataflux.Dialects.Sql.Binding;
using Dataflux.Dialects.Sql.Verifying;
using Dataflux.Engine.Targets;
using Npgsql;

namespace Dataflux.Dialects.PostgreSql.Verifying;

/// <summary>
/// Settles the suspects of one type: what the whole run would leave of their rows is worked out by the server, and compared with them.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="suspects">The records.</param>
/// <param name="sql">What is run.</param>
internal sealed class Settlement(SettlingConnection connection, Suspects suspects, SettleSql sql)
{
    private readonly TableBinding _binding = suspects.Binding;

    /// <summary>What is run.</summary>
    internal SettleSql Sql => sql;

    private int Keys => suspects.Rules.Key.Count;

    /// <summary>Settles one portion in the open transaction, in which the deletes of that portion are staged.</summary>
    /// <param name="portion">Which one.</param>
    /// <param name="portions">Of how many.</param>
    /// <param name="keys">Only these, by their hashes; <see langword="null"/>: all.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task<IEnumerable<Difference>> RunAsync(
        long portion, long portions, IReadOnlySet<ulong>? keys, CancellationToken cancellation)
    {
        var places = await connection.CopyInAsync(sql.CopyIn, suspects.Read(portion, portions, keys), cancellation);
        if (places.Count == 0)
            return [];
        if (sql.LeaveOutDeleted is { } leaveOut)
        {
            await connection.RunAsync(leaveOut, cancellation);
            await connection.RunAsync(sql.MarkOverwritten!, cancellation);
        }

        return await SettleAsync(places, cancellation);
    }

    private async Task<IEnumerable<Difference>> SettleAsync(Dictionary<int, Suspect> places, CancellationToken cancellation)
    {
        var rounds = 0;
        await connection.RunAsync(sql.MakeRounds, 0, row => rounds = row.GetInt32(0), cancellation);

        // In the order of the rows, and within one in that of its records: the last one stays.
        var found = new Dictionary<string, Difference>(StringComparer.Ordinal);
        await connection.RunAsync(
            sql.Missing,
            null,
            row => Take(string.Join('\0', SettlingConnection.Texts(row, 1, Keys)), row.GetInt32(0), 1, row, DifferenceKind.Missing),
            cancellation);
        await connection.RunAsync(sql.CopyRows, 0, static _ => { }, cancellation);
        await connection.RunAsync(sql.LeaveOut, cancellation);
        for (var round = 0; round < rounds; round++)
            await connection.RunAsync(sql.Merge, round, static _ => { }, cancellation);
        if (sql.Changes.Count > 0)
        {
            await connection.RunAsync(
                sql.Differences,
                null,
                row => Take("\0" + row.GetString(0), row.GetInt32(1), 2, row, DifferenceKind.Different),
                cancellation);
        }

        return found.Values;

        void Take(string identity, int place, int firstKey, NpgsqlDataReader row, DifferenceKind kind)
        {
            var suspect = places[place];
            found[identity] = new()
            {
                Kind = kind,
                Table = _binding.Table.NameText,
                Key = suspects.Rules.Key.Zip(SettlingConnection.Texts(row, firstKey, Keys), KeyValuePair.Create)
                    .ToDictionary(StringComparer.Ordinal),
                Columns = kind == DifferenceKind.Different ? Columns(row, firstKey + Keys) : [],
                Part = suspect.Origin?.Part,
                Line = suspect.Origin?.Line,
                Hash = suspect.Hash,
                Cause = kind == DifferenceKind.Missing ? "deleted since, or never written" : null,
            };
        }
    }

    private List<ColumnDifference> Columns(NpgsqlDataReader row, int first)
    {
        var columns = new List<ColumnDifference>();
        for (var i = 0; i < sql.Changes.Count; i++)
        {
            var at = first + (i * 3);
            if (!row.GetBoolean(at))
                continue;
            var (was, now) = (SettlingConnection.Text(row, at + 1), SettlingConnection.Text(row, at + 2));
            columns.Add(new(sql.Changes[i].Column.Name, was, now, LikelyCause.Of(sql.Changes[i], _binding.Table, was, now)));
        }

        return columns;
    }
}
