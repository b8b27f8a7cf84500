using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.Sql.Mapping;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>The members of a C# enum for which a column has no label.</summary>
internal static class LackingLabels
{
    /// <summary>The members, by their own texts: of an enum, or of a collection of them.</summary>
    /// <param name="type">The property's type.</param>
    /// <param name="column">The column's type.</param>
    internal static (Type Enum, IReadOnlyList<string> Lacking)? Of(Type type, PostgreSqlType column)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        if (inner.IsEnum && column.Labels.Count > 0)
        {
            var texts = Enum.GetNames(inner).Select(name => EnumLabel.TextOf(inner, name));
            return (inner, [.. texts.Where(text => EnumLabel.For(text, column.Labels) is null)]);
        }

        return column.Element is { } element && CollectionShape.Find(inner) is { } shape ? Of(shape.Element, element) : null;
    }
}
