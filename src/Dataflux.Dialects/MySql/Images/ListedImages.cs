namespace Dataflux.Dialects.MySql.Images;

/// <summary>A table of images, as it was made.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Schema">The database of the table whose rows they are.</param>
/// <param name="Table">That table.</param>
/// <param name="Key">The columns of the key, as they were.</param>
/// <param name="Shape">The columns, as they were.</param>
internal sealed record ListedImages(long Id, string Schema, string Table, IReadOnlyList<string> Key, string Shape);
