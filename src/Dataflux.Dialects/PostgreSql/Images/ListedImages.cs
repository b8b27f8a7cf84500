namespace Dataflux.Dialects.PostgreSql.Images;

/// <summary>A table of images, as it was made.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Relation">The table whose rows they are, for SQL.</param>
/// <param name="Key">The columns of the key, as they were.</param>
/// <param name="Shape">See <see cref="TableFacts.Shape"/>, as it was.</param>
internal sealed record ListedImages(long Id, string Relation, string[] Key, string[] Shape);
