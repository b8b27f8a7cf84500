using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Undoing;

/// <summary>The images of a run that is undone, table by table.</summary>
/// <param name="session">What it is done by: as a run's batches, under the migration's claim.</param>
/// <param name="tables">The tables, from parents to children.</param>
/// <param name="done">Gives what was deleted, restored and as before of images, from their numbers for SQL.</param>
internal sealed class SqlUndo(ITargetSession session, IReadOnlyList<UndoneTable> tables, Func<string, string> done) : IUndo
{
    private const int AtOnce = 1_000;

    public IReadOnlyList<UndoStep> Steps { get; } =
        [.. tables.Select(static table => table.Restores), .. tables.Reverse().Select(static table => table.Deletes)];

    public async Task<IReadOnlyList<UndoCounts>> CountAsync(CancellationToken cancellation)
    {
        var counts = new List<UndoCounts>();
        foreach (var table in tables)
        {
            var found = (await QueryAsync<Counted>(table.Count, cancellation))[0];
            counts.Add(new(table.Name, found.Deletes, found.Restores, found.Changed, found.AsBefore));
        }

        return counts;
    }

    public async Task BeginAsync(long run, CancellationToken cancellation)
    {
        foreach (var table in tables)
        {
            await table.KeepAsync(run, cancellation);
            if (table.Index is { } index)
                await InTransactionAsync(target => target.Execute(index), cancellation);
        }
    }

    public async Task<UndoPiece?> NextAsync(UndoStep step, long after, int size, CancellationToken cancellation)
    {
        var next = (await QueryAsync<Found>(TableOf(step).Next(step.Deletes), cancellation, after, (long)size))[0];
        return next.Images == 0 ? null : new(step, after, next.Last, next.Images);
    }

    public Task<UndoApplied> ApplyAsync(UndoPiece piece, Action sent, CancellationToken cancellation) => InTransactionAsync(
        async target =>
        {
            var applied = await TableOf(piece.Step).ApplyAsync(target, piece);
            sent();
            return applied;
        },
        cancellation);

    public async Task<UndoDone> DoneAsync(CancellationToken cancellation)
    {
        var ids = string.Join(", ", tables.Select(static table => table.KeptId.ToString(CultureInfo.InvariantCulture)));
        var total = (await QueryAsync<Total>(done(ids), cancellation))[0];
        return new(total.Deleted, total.Restored, total.AsBefore);
    }

    public async IAsyncEnumerable<UndoLeft> LeftAsync(
        IReadOnlyDictionary<(string Table, long Image), string> refusals, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var table in tables)
        {
            var after = 0L;
            while (await QueryAsync<Left>(table.Left, cancellation, after, (long)AtOnce) is { Count: > 0 } rows)
            {
                foreach (var row in rows)
                {
                    var key = new Dictionary<string, string?>(StringComparer.Ordinal);
                    using var texts = JsonDocument.Parse(row.Key);
                    for (var i = 0; i < table.KeyColumns.Count; i++)
                        key.Add(table.KeyColumns[i], texts.RootElement[i].GetString());
                    var reason = row.Kind == "c" ? null : refusals.GetValueOrDefault((table.Name, row.Id)) ?? row.Reason ?? Kept;
                    yield return new(table.Name, key, ChangedSince: row.Kind == "c", reason);
                }

                after = rows[^1].Id;
            }
        }
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    // No error, and yet the row is not as it was to be.
    private const string Kept = "a trigger, rule or policy of the database kept the row as it is";

    private UndoneTable TableOf(UndoStep step) => tables.First(table => table.Name == step.Table);

    private Task<IReadOnlyList<T>> QueryAsync<T>(string sql, CancellationToken cancellation, params object?[] parameters) =>
        InTransactionAsync(target => target.Query<T>(sql, parameters), cancellation);

    private async Task<T> InTransactionAsync<T>(Func<ISqlTarget, Task<T>> work, CancellationToken cancellation)
    {
        T? result = default;
        await session.WriteAsync(async target => result = await work((ISqlTarget)target), cancellation);
        return result!;
    }

    private sealed record Counted(long Deletes, long Restores, long Changed, long AsBefore);

    private sealed record Found(long Last, long Images);

    private sealed record Total(long Deleted, long Restored, long AsBefore);

    private sealed record Left(long Id, string Kind, string Key, string? Reason);
}
