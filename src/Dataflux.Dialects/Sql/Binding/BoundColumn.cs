using Dataflux.Dialects.Sql.Catalog;
using Dataflux.Dialects.Sql.Mapping;

namespace Dataflux.Dialects.Sql.Binding;

/// <summary>A property with the column it fills and the way between them.</summary>
internal sealed record BoundColumn(RecordMember Member, CatalogColumn Catalog, ColumnEncoding Encoding)
{
    internal string Name => Catalog.Name;

    /// <summary>Whether a record may put a null into it.</summary>
    internal bool MayBeNull => !Catalog.NotNull && Member.TakesNull;

    /// <summary>
    /// Whether values that differ in .NET may be equal in the column: its type or collation says so (the blanks that end a char(n),
    /// texts whose case does not count), or the server casts or rounds what it is sent.
    /// </summary>
    internal bool IsLoose => Encoding.IsCast || Catalog.Rounded is not null || !Catalog.HasExactEquality || Catalog.Type.IsLoose;
}
