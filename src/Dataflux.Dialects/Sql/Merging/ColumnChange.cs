using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Sql.Merging;

/// <summary>What a column of an existing row gets.</summary>
/// <param name="Column">The column.</param>
/// <param name="Expression">The profile's SQL; <see langword="null"/>: the incoming value.</param>
/// <param name="Kind">The rule it comes from; <see langword="null"/>: none.</param>
internal sealed record ColumnChange(CatalogColumn Column, string? Expression, UpsertRuleKind? Kind)
{
    /// <summary>Whether it alone is no reason to write the row.</summary>
    internal bool IsTouch => Kind == UpsertRuleKind.Touch;
}
