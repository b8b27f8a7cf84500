namespace Dataflux.Dialects.PostgreSql.Catalog;

/// <summary>A table that was found, and what this user may do around it.</summary>
/// <param name="Table">The table.</param>
/// <param name="MayUseSchema">Whether the user has USAGE on its schema.</param>
/// <param name="MayMakeTemporaryTables">Whether the user has TEMPORARY on the database.</param>
internal sealed record TableLookup(CatalogTable Table, bool MayUseSchema, bool MayMakeTemporaryTables);
