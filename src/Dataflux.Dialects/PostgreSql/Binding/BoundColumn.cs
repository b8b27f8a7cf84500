using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.PostgreSql.Encoding;
using Dataflux.Dialects.Sql.Mapping;

namespace Dataflux.Dialects.PostgreSql.Binding;

/// <summary>A property with the column it fills and the way between them.</summary>
internal sealed record BoundColumn(RecordMember Member, CatalogColumn Catalog, ValueEncoding Encoding)
{
    internal string Name => Catalog.Name;

    /// <summary>Whether a record may put a null into it.</summary>
    internal bool MayBeNull => !Catalog.NotNull && Member.TakesNull;

    /// <summary>
    /// Whether values that differ in .NET may be equal in the column: its type or collation says so (citext, the blanks that end a
    /// char(n)), or the server casts or rounds what it is sent.
    /// </summary>
    internal bool IsLoose => Encoding.IsCast || Catalog.Rounded is not null || !Catalog.HasExactEquality
        || Catalog.Type.Oid is TypeOid.Bpchar or TypeOid.Jsonb or TypeOid.Float4 or TypeOid.Float8;
}
