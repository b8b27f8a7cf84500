using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Mapping;

namespace Dataflux.Dialects.PostgreSql.Merging;

/// <summary>A record type with the table it fills.</summary>
internal sealed record TableBinding(RecordMapping Mapping, CatalogTable Table, IReadOnlyList<BoundColumn> Columns)
{
    /// <summary>The columns of <c>[Key]</c>.</summary>
    internal IReadOnlyList<string> Key => [.. Columns.Where(c => c.Member.IsKey).Select(c => c.Name)];

    internal BoundColumn? Column(string name) => Columns.FirstOrDefault(c => c.Name == name);
}
