using Dataflux.Dialects.PostgreSql.Catalog;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>What a column of an existing row gets.</summary>
/// <param name="Column">The column.</param>
/// <param name="Expression">The profile's SQL; <see langword="null"/>: the incoming value.</param>
/// <param name="IsTouch">Whether it alone is no reason to write the row.</param>
internal sealed record ColumnChange(CatalogColumn Column, string? Expression, bool IsTouch);
