using System.Globalization;
using System.Runtime.CompilerServices;
using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Undoing;

/// <summary>The images of a run that is undone, table by table.</summary>
/// <param name="session">What it is done by: as a run's batches, under the migration's claim.</param>
/// <param name="tables">The tables, from parents to children.</param>
/// <param name="store">Makes the images of the run that undoes.</param>
internal sealed class PostgreSqlUndo(ITargetSession session, IReadOnlyList<UndoneTable> tables, Func<long, ImageStore> store) : IUndo
{
    private const int AtOnce = 1_000;

    public IReadOnlyList<UndoStep> Steps { get; } =
        [.. tables.Select(static table => table.Restores), .. tables.Reverse().Select(static table => table.Deletes)];

    public async Task<IReadOnlyList<UndoCounts>> CountAsync(CancellationToken cancellation)
    {
        var counts = new List<UndoCounts>();
        foreach (var table in tables)
        {
            var found = (await QueryAsync<Counted>(table.Sql.Count, cancellation))[0];
            counts.Add(new(table.Name, found.Deletes, found.Restores, found.Changed, found.AsBefore));
        }

        return counts;
    }

    public async Task BeginAsync(long run, CancellationToken cancellation)
    {
        var images = store(run);
        foreach (var table in tables)
        {
            table.Kept = await images.GetAsync(table.Images.Table.Relation, cancellation);
            await InTransactionAsync(target => target.Execute(table.Sql.Index), cancellation);
        }
    }

    public async Task<UndoPiece?> NextAsync(UndoStep step, long after, int size, CancellationToken cancellation)
    {
        var next = (await QueryAsync<Found>(TableOf(step).Sql.Next(step.Deletes), cancellation, after, (long)size))[0];
        return next.Images == 0 ? null : new(step, after, next.Last, next.Images);
    }

    public Task<UndoApplied> ApplyAsync(UndoPiece piece, Action sent, CancellationToken cancellation)
    {
        var table = TableOf(piece.Step);
        var kept = table.Kept ?? throw new InvalidOperationException("the undo has not begun");
        string?[] statements = piece.Step.Deletes
            ? [table.Sql.Settle(deletes: true, kept), table.Sql.Lock, table.Sql.Delete(kept)]
            : [table.Sql.Settle(deletes: false, kept), table.Sql.Clear(kept), table.Sql.Insert(kept), table.Sql.Update(kept)];
        return InTransactionAsync(
            async target =>
            {
                var (done, altered) = (0L, 0L);
                foreach (var statement in statements.OfType<string>())
                {
                    if (statement == table.Sql.Lock)
                    {
                        await target.Query<long>(statement, piece.After, piece.Last);
                        continue;
                    }

                    foreach (var applied in await target.Query<Applied>(statement, piece.After, piece.Last))
                        (done, altered) = (done + applied.Done, altered + applied.Altered);
                }

                sent();
                return new UndoApplied(done, altered);
            },
            cancellation);
    }

    public async Task<UndoDone> DoneAsync(CancellationToken cancellation)
    {
        var ids = string.Join(", ", tables.Select(table => table.Kept!.Id.ToString(CultureInfo.InvariantCulture)));
        var sums = "select sum(deleted)::bigint as deleted, sum(restored)::bigint as restored, sum(asbefore)::bigint as asbefore";
        var done = (await QueryAsync<Total>($"{sums} from dataflux.undo where id in ({ids})", cancellation))[0];
        return new(done.Deleted, done.Restored, done.AsBefore);
    }

    public async IAsyncEnumerable<UndoLeft> LeftAsync(
        IReadOnlyDictionary<(string Table, long Image), string> refusals, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var table in tables)
        {
            var after = 0L;
            while (await QueryAsync<Left>(table.Sql.Left, cancellation, after, (long)AtOnce) is { Count: > 0 } rows)
            {
                foreach (var row in rows)
                {
                    var key = new Dictionary<string, string?>(StringComparer.Ordinal);
                    for (var i = 0; i < row.Key.Length; i++)
                        key.Add(table.Images.Table.Keys[i].Column, row.Key[i]);
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

    private sealed record Applied(long Done, long Altered);

    private sealed record Total(long Deleted, long Restored, long AsBefore);

    private sealed record Left(long Id, string Kind, string?[] Key, string? Reason);
}
