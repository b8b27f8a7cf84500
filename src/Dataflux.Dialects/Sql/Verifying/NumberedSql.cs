namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>A statement with at most one parameter.</summary>
/// <param name="Sql">The statement.</param>
/// <param name="Number">Its parameter; <see langword="null"/>: it has none.</param>
internal readonly record struct NumberedSql(string Sql, int? Number = null);
