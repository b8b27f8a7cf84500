namespace Dataflux.Engine.Targets;

/// <summary>
/// The images of a run that is undone, piece by piece: each piece is a transaction that restores rows and deletes their images, so that
/// what is left to do is
/// what has images, whenever it ends. Used by one task.
/// </summary>
public interface IUndo : IAsyncDisposable
{
    /// <summary>
    /// What there is to do, in an order in which rows that refer to others mostly come right: what is restored from parents to children,
    /// then deletes the other way.
    /// </summary>
    IReadOnlyList<UndoStep> Steps { get; }

    /// <summary>Counts what there is to do, table by table.</summary>
    /// <param name="cancellation">Stops the call.</param>
    Task<IReadOnlyList<UndoCounts>> CountAsync(CancellationToken cancellation);

    /// <summary>
    /// Says which run undoes it: images of what it changes are kept as that run's, and it is counted there what was done.
    /// </summary>
    /// <param name="run">The number of the run that undoes.</param>
    /// <param name="cancellation">Stops the call.</param>
    Task BeginAsync(long run, CancellationToken cancellation);

    /// <summary>The next piece of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="after">The end of the piece before it; 0: there is none.</param>
    /// <param name="size">How many images it has at most.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The piece; <see langword="null"/>: there is none.</returns>
    Task<UndoPiece?> NextAsync(UndoStep step, long after, int size, CancellationToken cancellation);

    /// <summary>
    /// Undoes a piece in one transaction. Rows that cannot be restored yet are left out; one that the target refuses fails the piece.
    /// </summary>
    /// <param name="piece">The piece.</param>
    /// <param name="sent">Called before the commit.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>How many images are done with, and how many of their rows the database itself made other than they were.</returns>
    Task<UndoApplied> ApplyAsync(UndoPiece piece, Action sent, CancellationToken cancellation);

    /// <summary>What the run that undoes has done so far, its earlier processes included.</summary>
    /// <param name="cancellation">Stops the call.</param>
    Task<UndoDone> DoneAsync(CancellationToken cancellation);

    /// <summary>The images that are left, each with the reason.</summary>
    /// <param name="refusals">What the target said of single images, by their numbers, which tables share.</param>
    /// <param name="cancellation">Stops the call.</param>
    IAsyncEnumerable<UndoLeft> LeftAsync(IReadOnlyDictionary<(string Table, long Image), string> refusals, CancellationToken cancellation);
}
