using System.Reflection;

namespace Dataflux.Dialects.Sql.Mapping;

/// <summary>A property of a record that goes into a column.</summary>
/// <param name="Property">The property.</param>
/// <param name="ColumnNames">The names its column may have, the preferred one first; a single one where <c>[Column]</c> gives it.</param>
/// <param name="IsKey">Whether it is a <c>[Key]</c>.</param>
internal sealed record RecordMember(PropertyInfo Property, IReadOnlyList<string> ColumnNames, bool IsKey)
{
    /// <summary>Whether the property says that it may be null: <c>string?</c>, <c>int?</c>.</summary>
    internal bool IsNullable => new NullabilityInfoContext().Create(Property).ReadState == NullabilityState.Nullable;

    /// <summary>Whether null can be in it at all, whatever it says.</summary>
    internal bool TakesNull => !Property.PropertyType.IsValueType || Nullable.GetUnderlyingType(Property.PropertyType) is not null;
}
