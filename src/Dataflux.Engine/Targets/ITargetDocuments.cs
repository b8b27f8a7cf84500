using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Targets;

/// <summary>
/// Documents that migrations keep in the target beside the rows; whatever is done to them becomes part of the transaction they
/// were handed out in, and only of that.
/// </summary>
public interface ITargetDocuments
{
    /// <summary>All documents of a migration, in the ordinal order of their names; none when nothing was ever kept.</summary>
    /// <param name="migration">The migration's name.</param>
    /// <exception cref="TargetException">The user may not read them.</exception>
    IAsyncEnumerable<KeyValuePair<string, byte[]>> ReadAsync(string migration);

    /// <summary>
    /// Makes or replaces a document. <see cref="DeleteAsync"/> must have been called before by somebody: it makes the place for documents.
    /// </summary>
    /// <param name="migration">The migration's name.</param>
    /// <param name="name">The document's name.</param>
    /// <param name="content">The content; some hundred kilobytes at most.</param>
    Task PutAsync(string migration, string name, ReadOnlyMemory<byte> content);

    /// <summary>Replaces the content of a document, where it has the one that it should have.</summary>
    /// <param name="migration">The migration's name.</param>
    /// <param name="name">The document's name.</param>
    /// <param name="content">The new content; a document that has it already is right too.</param>
    /// <param name="before">The content that it should have.</param>
    /// <returns>Whether it was there with one of the two.</returns>
    Task<bool> ReplaceAsync(string migration, string name, ReadOnlyMemory<byte> content, ReadOnlyMemory<byte> before);

    /// <summary>Makes the place for documents if there is none.</summary>
    /// <exception cref="TargetException">The user may not, see <see cref="TargetException.IsNoPlaceForDocuments"/>.</exception>
    Task MakeAsync();

    /// <summary>Deletes all documents of a migration, and makes the place for new ones if there is none.</summary>
    /// <param name="migration">The migration's name.</param>
    Task DeleteAsync(string migration);
}
