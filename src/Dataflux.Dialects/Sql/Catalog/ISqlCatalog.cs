using System.Data.Common;

namespace Dataflux.Dialects.Sql.Catalog;

/// <summary>Reads from a database's catalog what is needed to write its tables.</summary>
internal interface ISqlCatalog
{
    /// <summary>
    /// Looks tables up; the result has an entry for each of <paramref name="names"/>, <see langword="null"/> where there is none.
    /// </summary>
    Task<IReadOnlyList<TableLookup?>> TablesAsync(
        DbConnection database, IReadOnlyList<(string? Schema, string Name)> names, CancellationToken cancellation);

    /// <summary>
    /// The tables a user may have meant: as to be written in <c>[Table]</c>, those that are found without their schema so.
    /// </summary>
    Task<IReadOnlyList<string>> NamesAsync(DbConnection database, CancellationToken cancellation);
}
