namespace Dataflux.Engine.Targets;

/// <summary>
/// Documents that migrations keep in the target beside the rows; whatever is done to them becomes part of the transaction they
/// were handed out in, and only of that.
/// </summary>
public interface ITargetDocuments
{
    /// <summary>All documents of a migration, in the ordinal order of their names; none when nothing was ever kept.</summary>
    /// <param name="migration">The migration's name.</param>
    IAsyncEnumerable<KeyValuePair<string, byte[]>> ReadAsync(string migration);

    /// <summary>Makes or replaces a document. <see cref="DeleteAsync"/> must have been called before by somebody: it makes the place for documents.</summary>
    /// <param name="migration">The migration's name.</param>
    /// <param name="name">The document's name.</param>
    /// <param name="content">The content; some hundred kilobytes at most.</param>
    Task PutAsync(string migration, string name, ReadOnlyMemory<byte> content);

    /// <summary>Deletes all documents of a migration, and makes the place for new ones if there is none.</summary>
    /// <param name="migration">The migration's name.</param>
    Task DeleteAsync(string migration);
}
