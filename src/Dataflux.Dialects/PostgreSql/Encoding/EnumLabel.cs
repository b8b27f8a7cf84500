using System.Runtime.Serialization;
using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Dialects.Sql.Mapping;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>The label of an enum type that stands for a member of a C# enum.</summary>
internal static class EnumLabel
{
    /// <summary>A member's own text: its name, or <c>[EnumMember(Value = …)]</c>.</summary>
    internal static string TextOf(Type type, string name) =>
        type.GetField(name)?.GetCustomAttributes(
            typeof(EnumMemberAttribute), inherit: false) is [EnumMemberAttribute { Value: { } text }, ..] ? text : name;

    /// <summary>The label for a member's text; <see langword="null"/>: there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="allowed">The labels of the column's enum type; empty: any text goes.</param>
    internal static string? For(string text, IReadOnlyList<string> allowed)
    {
        if (allowed.Count == 0 || allowed.Contains(text))
            return text;
        var plain = ColumnNaming.Plain(text);
        return allowed.FirstOrDefault(label => ColumnNaming.Plain(label) == plain);
    }

    /// <summary>The members for which a column has no label, by their own texts: of an enum, or of a collection of them.</summary>
    /// <param name="type">The property's type.</param>
    /// <param name="column">The column's type.</param>
    internal static (Type Enum, IReadOnlyList<string> Lacking)? Lacking(Type type, PostgreSqlType column)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        if (inner.IsEnum && column.Labels.Count > 0)
            return (inner, [.. Enum.GetNames(inner).Select(name => TextOf(inner, name)).Where(text => For(text, column.Labels) is null)]);
        return column.Element is { } element && CollectionShape.Find(inner) is { } shape ? Lacking(shape.Element, element) : null;
    }
}
