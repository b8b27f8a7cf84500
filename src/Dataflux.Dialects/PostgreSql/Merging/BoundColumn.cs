using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.PostgreSql.Mapping;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>A property with the column it fills and the way between them.</summary>
internal sealed record BoundColumn(RecordMember Member, CatalogColumn Catalog, ValueEncoding Encoding)
{
    internal string Name => Catalog.Name;
}
