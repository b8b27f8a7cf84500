using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Dialects.Sql.Undoing;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Undoing;

/// <summary>A table of PostgreSQL whose changes are undone.</summary>
/// <param name="name">The table, for people.</param>
/// <param name="images">The images of the run that is undone.</param>
/// <param name="sql">What undoes it.</param>
/// <param name="store">Makes the images of the run that undoes.</param>
internal sealed class PostgreSqlUndone(string name, ImageTable images, UndoSql sql, Func<long, ImageStore> store) : UndoneTable(name)
{
    private ImageTable? _kept;

    internal override IReadOnlyList<string> KeyColumns => images.Table.KeyColumns;

    internal override long KeptId => Kept.Id;

    internal override string Count => sql.Count;

    internal override string Left => sql.Left;

    internal override string Index => sql.Index;

    private ImageTable Kept => _kept ?? throw new InvalidOperationException("the undo has not begun");

    internal override string Next(bool deletes) => sql.Next(deletes);

    internal override async Task KeepAsync(long run, CancellationToken cancellation) =>
        _kept = await store(run).GetAsync(images.Table.Relation, cancellation);

    internal override async Task<UndoApplied> ApplyAsync(ISqlTarget target, UndoPiece piece)
    {
        string?[] statements = piece.Step.Deletes
            ? [sql.Settle(deletes: true, Kept), sql.Lock, sql.Delete(Kept)]
            : [sql.Settle(deletes: false, Kept), sql.Clear(Kept), sql.Insert(Kept), sql.Update(Kept)];
        var (done, altered) = (0L, 0L);
        foreach (var statement in statements.OfType<string>())
        {
            if (statement == sql.Lock)
            {
                await target.Query<long>(statement, piece.After, piece.Last);
                continue;
            }

            foreach (var applied in await target.Query<Applied>(statement, piece.After, piece.Last))
                (done, altered) = (done + applied.Done, altered + applied.Altered);
        }

        return new UndoApplied(done, altered);
    }

    private sealed record Applied(long Done, long Altered);
}
