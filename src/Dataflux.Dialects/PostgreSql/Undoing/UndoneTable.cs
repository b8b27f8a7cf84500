using Dataflux.Dialects.PostgreSql.Images;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.PostgreSql.Undoing;

/// <summary>A table whose changes are undone.</summary>
/// <param name="Name">The table, for people.</param>
/// <param name="Images">The images of the run that is undone.</param>
/// <param name="Sql">What undoes it.</param>
internal sealed record UndoneTable(string Name, ImageTable Images, UndoSql Sql)
{
    /// <summary>The images of the run that undoes; <see langword="null"/> before it has begun.</summary>
    internal ImageTable? Kept { get; set; }

    /// <summary>Restoring what the run updated or deleted.</summary>
    internal UndoStep Restores { get; } = new(Name, Deletes: false);

    /// <summary>Deleting what the run inserted.</summary>
    internal UndoStep Deletes { get; } = new(Name, Deletes: true);
}
