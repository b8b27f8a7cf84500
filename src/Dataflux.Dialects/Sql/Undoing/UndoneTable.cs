using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Undoing;

/// <summary>A table whose changes are undone, with the statements of its database.</summary>
/// <param name="name">The table, for people.</param>
internal abstract class UndoneTable(string name)
{
    /// <summary>The table, for people.</summary>
    internal string Name => name;

    /// <summary>The columns of the key by which images name its rows.</summary>
    internal abstract IReadOnlyList<string> KeyColumns { get; }

    /// <summary>The number of the images of the run that undoes, once it has begun.</summary>
    internal abstract long KeptId { get; }

    /// <summary>Restoring what the run updated or deleted.</summary>
    internal UndoStep Restores { get; } = new(name, Deletes: false);

    /// <summary>Deleting what the run inserted.</summary>
    internal UndoStep Deletes { get; } = new(name, Deletes: true);

    /// <summary>Counts what there is to do: to delete, to restore, changed since, as before.</summary>
    internal abstract string Count { get; }

    /// <summary>
    /// The next images behind <c>$1</c>, at most <c>$2</c>: number, kind (<c>c</c>: changed since), the key's texts as a JSON array, and
    /// why the row cannot be restored.
    /// </summary>
    internal abstract string Left { get; }

    /// <summary>The last image, and how many there are, of the next <c>$2</c> that are behind <c>$1</c>.</summary>
    internal abstract string Next(bool deletes);

    /// <summary>Has images of what is undone kept as those of the run that undoes.</summary>
    internal abstract Task KeepAsync(long run, CancellationToken cancellation);

    /// <summary>Makes pieces quick to be found; <see langword="null"/>: they are.</summary>
    internal virtual string? Index => null;

    /// <summary>Undoes a piece in the open transaction.</summary>
    internal abstract Task<UndoApplied> ApplyAsync(ISqlTarget target, UndoPiece piece);
}
