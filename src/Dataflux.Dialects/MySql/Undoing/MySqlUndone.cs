using Dataflux.Dialects.MySql.Images;
using Dataflux.Dialects.Sql.Undoing;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.MySql.Undoing;

/// <summary>A table of MySQL whose changes are undone.</summary>
/// <param name="name">The table, for people.</param>
/// <param name="images">The images of the run that is undone.</param>
/// <param name="sql">What undoes it.</param>
/// <param name="store">Makes the images of the run that undoes.</param>
internal sealed class MySqlUndone(string name, ImageTable images, UndoSql sql, Func<long, ImageStore> store) : UndoneTable(name)
{
    private ImageTable? _kept;

    internal override IReadOnlyList<string> KeyColumns => images.Key;

    internal override long KeptId => Kept.Id;

    internal override string Count => sql.Count;

    internal override string Left => sql.Left;

    private ImageTable Kept => _kept ?? throw new InvalidOperationException("the undo has not begun");

    internal override string Next(bool deletes) => sql.Next(deletes);

    internal override async Task KeepAsync(long run, CancellationToken cancellation)
    {
        using var kept = store(run);
        _kept = await kept.GetAsync(images.Table, images.Key, cancellation);
    }

    internal override async Task<UndoApplied> ApplyAsync(ISqlTarget target, UndoPiece piece)
    {
        object?[] ends = [piece.After, piece.Last];
        await target.Query<long>(sql.Lock, ends);
        var asBefore = await target.Execute(sql.Settle(piece.Step.Deletes), ends);
        foreach (var statement in piece.Step.Deletes ? sql.Delete(Kept) : sql.Restore(Kept))
            await target.Execute(statement, ends);
        var altered = piece.Step.Deletes ? 0 : (await target.Query<long>(sql.Altered, ends))[0];
        var done = await target.Execute(sql.Done, ends);
        await target.Execute(UndoSql.Counted("asbefore", KeptId, asBefore));
        await target.Execute(UndoSql.Counted(piece.Step.Deletes ? "deleted" : "restored", KeptId, done));
        return new(asBefore + done, altered);
    }
}
