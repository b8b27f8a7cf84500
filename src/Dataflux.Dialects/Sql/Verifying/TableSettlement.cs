using System.Runtime.CompilerServices;
using Dataflux.Dialects.Sql.Scripts;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>Settles the suspects of one table, a portion of its keys at a time, so that memory is bounded.</summary>
/// <param name="connection">The connection.</param>
/// <param name="records">The records, by type and rules.</param>
/// <param name="deletes">The keys that go; <see langword="null"/>: none does.</param>
internal sealed class TableSettlement(ComparingConnection connection, IReadOnlyList<Suspects> records, Suspects? deletes)
{
    private readonly DeleteStatements? _deletes = deletes is null ? null : connection.Deleting(deletes.Binding);

    private IEnumerable<Suspects> All => deletes is null ? records : records.Append(deletes);

    // Of a loose key the server alone knows what belongs together.
    private long Portions => All.Any(static suspects => suspects.Doubts.IsLoose) ? 1 : All.Sum(static suspects => suspects.Portions);

    /// <summary>Settles them.</summary>
    /// <param name="keys">Only these, by their hashes; <see langword="null"/>: all.</param>
    /// <param name="cancellation">Stops the call.</param>
    internal async IAsyncEnumerable<Difference> RunAsync(IReadOnlySet<ulong>? keys, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var settlements = records.Select(
            (suspects, i) => new Settlement(connection, suspects, connection.Settling(suspects, _deletes, i + 1))).ToList();
        var made = settlements.Select(static settlement => settlement.Sql.Make).ToList();
        var dropped = settlements.Select(static settlement => settlement.Sql.Drop).ToList();
        if (_deletes is not null)
        {
            made.Add(_deletes.Make);
            dropped.Add(_deletes.Drop);
        }

        var portions = Portions;
        for (var portion = 0L; portion < portions; portion++)
        {
            if (portion == 0 || !connection.EmptiesTables)
                await ChangeTablesAsync(made, cancellation);
            await using var moment = await connection.BeginSettlingAsync(cancellation);
            var gone = new Dictionary<int, Suspect>();
            if (_deletes is not null)
                await connection.SendAsync(_deletes, Settlement.Placed(deletes!.Read(portion, portions, keys), gone), cancellation);
            foreach (var settlement in settlements)
            {
                foreach (var difference in await settlement.RunAsync(portion, portions, keys, cancellation))
                    yield return difference;
            }

            foreach (var difference in gone.Count > 0 ? await StillThereAsync(gone, cancellation) : [])
                yield return difference;
            await moment.CommitAsync(cancellation);
        }

        await ChangeTablesAsync(dropped, cancellation);
    }

    private Task<int> ChangeTablesAsync(IEnumerable<string> statements, CancellationToken cancellation) => connection.Database.RunAsync(
        $"{connection.BeginMaking}; {string.Join("; ", statements)}; {connection.EndMaking}", cancellation);

    private async Task<List<Difference>> StillThereAsync(Dictionary<int, Suspect> gone, CancellationToken cancellation)
    {
        var found = new List<Difference>();
        var key = deletes!.Binding.Columns;
        await connection.RunAsync(
            new(_deletes!.StillThere),
            row => found.Add(new()
            {
                Kind = DifferenceKind.NotDeleted,
                Table = deletes.Binding.Table.NameText,
                Key = key.Select((column, i) => KeyValuePair.Create(column.Name, Settlement.Text(row, i + 1)))
                    .ToDictionary(StringComparer.Ordinal),
                Part = gone[row.GetInt32(0)].Origin?.Part,
                Line = gone[row.GetInt32(0)].Origin?.Line,
                Hash = gone[row.GetInt32(0)].Hash,
                Cause = "put back since, or never deleted",
            }),
            cancellation);
        return found;
    }
}
