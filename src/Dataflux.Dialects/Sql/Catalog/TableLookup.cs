namespace Dataflux.Dialects.Sql.Catalog;

/// <summary>A table that was found, and what this user may do around it.</summary>
/// <param name="Table">The table.</param>
/// <param name="MayUseSchema">Whether the user has USAGE on its schema.</param>
/// <param name="MayMakeTemporaryTables">Whether the user has TEMPORARY on the database.</param>
/// <param name="MayDelete">Whether the user has DELETE on it.</param>
/// <param name="MayLock">Whether the user has UPDATE on any of its columns, without which rows cannot be locked.</param>
internal sealed record TableLookup(CatalogTable Table, bool MayUseSchema, bool MayMakeTemporaryTables, bool MayDelete, bool MayLock);
