using System.Data.Common;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>
/// Settles the suspects of one type: what the whole run would leave of their rows is worked out by the server, and compared with them.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="suspects">The records.</param>
/// <param name="sql">What is run.</param>
internal sealed class Settlement(ComparingConnection connection, Suspects suspects, SettleStatements sql)
{
    /// <summary>What is run.</summary>
    internal SettleStatements Sql => sql;

    private int Keys => suspects.Rules.Key.Count;

    /// <summary>Settles one portion in the open transaction, in which the deletes of that portion are staged.</summary>
    /// <param name="portion">Which one.</param>
    /// <param name="portions">Of how many.</param>
    /// <param name="keys">Only these, by their hashes; <see langword="null"/>: all.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async Task<IEnumerable<Difference>> RunAsync(
        long portion, long portions, IReadOnlySet<ulong>? keys, CancellationToken cancellation)
    {
        var places = new Dictionary<int, Suspect>();
        var rounds = await connection.SendAsync(sql, Placed(suspects.Read(portion, portions, keys), places), cancellation);
        if (places.Count == 0)
            return [];
        if (sql.LeaveOutDeleted is { } leaveOut)
        {
            await connection.Database.RunAsync(leaveOut, cancellation);
            await connection.Database.RunAsync(sql.MarkOverwritten!, cancellation);
        }

        if (sql.MakeRounds is { } makeRounds)
            await connection.RunAsync(makeRounds, row => rounds = row.GetInt32(0), cancellation);
        return await SettleAsync(places, rounds, cancellation);
    }

    /// <summary>The suspects, each taken down by its place and without its row when it is read.</summary>
    internal static IEnumerable<Suspect> Placed(IEnumerable<Suspect> portion, Dictionary<int, Suspect> places)
    {
        foreach (var suspect in portion)
        {
            places.Add(suspect.Place, suspect with { Row = [] });
            yield return suspect;
        }
    }

    /// <summary>A column of a row as text.</summary>
    internal static string? Text(DbDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);

    private static List<string?> Texts(DbDataReader row, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(at => Text(row, at))];

    private async Task<IEnumerable<Difference>> SettleAsync(Dictionary<int, Suspect> places, int rounds, CancellationToken cancellation)
    {
        // In the order of the rows, and within one in that of its records: the last one stays.
        var found = new Dictionary<string, Difference>(StringComparer.Ordinal);
        await RunAsync(sql.Look, cancellation);
        await connection.RunAsync(
            new(sql.Missing),
            row => Take(string.Join('\0', Texts(row, 1, Keys)), row.GetInt32(0), 1, row, DifferenceKind.Missing),
            cancellation);
        await RunAsync(sql.Copy, cancellation);
        for (var round = 0; round < rounds; round++)
            await RunAsync(sql.Merge(round), cancellation);
        if (sql.Changes.Count > 0)
        {
            await connection.RunAsync(
                new(sql.Differences),
                row => Take("\0" + row.GetString(0), row.GetInt32(1), 2, row, DifferenceKind.Different),
                cancellation);
        }

        return found.Values;

        void Take(string identity, int place, int firstKey, DbDataReader row, DifferenceKind kind)
        {
            var suspect = places[place];
            found[identity] = new()
            {
                Kind = kind,
                Table = sql.Binding.Table.NameText,
                Key = suspects.Rules.Key.Zip(Texts(row, firstKey, Keys), KeyValuePair.Create).ToDictionary(StringComparer.Ordinal),
                Columns = kind == DifferenceKind.Different ? Columns(row, firstKey + Keys) : [],
                Part = suspect.Origin?.Part,
                Line = suspect.Origin?.Line,
                Hash = suspect.Hash,
                Cause = kind == DifferenceKind.Missing ? "deleted since, or never written" : null,
            };
        }
    }

    private async Task RunAsync(IReadOnlyList<NumberedSql> statements, CancellationToken cancellation)
    {
        foreach (var statement in statements)
            await connection.RunAsync(statement, static _ => { }, cancellation);
    }

    private List<ColumnDifference> Columns(DbDataReader row, int first)
    {
        var columns = new List<ColumnDifference>();
        for (var i = 0; i < sql.Changes.Count; i++)
        {
            var at = first + (i * 3);
            if (!row.GetBoolean(at))
                continue;
            var (was, now) = (Text(row, at + 1), Text(row, at + 2));
            columns.Add(new(sql.Changes[i].Column.Name, was, now, LikelyCause.Of(sql.Changes[i], sql.Binding.Table, was, now)));
        }

        return columns;
    }
}
