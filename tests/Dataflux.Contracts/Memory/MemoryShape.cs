using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;
using Dataflux.Engine.Contract;

namespace Dataflux.Contracts.Memory;

/// <summary>
/// Where a record goes: its table by <c>[Table]</c> or its type's name, a column for each property by <c>[Column]</c> or the property's
/// name, without those that are <c>[NotMapped]</c>.
/// </summary>
internal sealed class MemoryShape
{
    private static readonly ConcurrentDictionary<Type, MemoryShape> Known = new();
    private readonly PropertyInfo[] _properties;
    private readonly PropertyInfo[] _keys;

    private MemoryShape(Type type)
    {
        Table = RecordTable.For(type).Name ?? type.Name;
        _properties = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(IsMapped)];
        _keys = [.. _properties.Where(static property => property.IsDefined(typeof(KeyAttribute)))];
    }

    /// <summary>The table's name.</summary>
    internal string Table { get; }

    /// <summary>The names of the columns.</summary>
    internal IEnumerable<string> Columns => _properties.Select(ColumnOf);

    /// <summary>The columns with a longest text, by <c>[MaxLength]</c>.</summary>
    internal IReadOnlyDictionary<string, int> Longest => _properties
        .Where(static property => property.IsDefined(typeof(MaxLengthAttribute)))
        .ToDictionary(ColumnOf, static property => property.GetCustomAttribute<MaxLengthAttribute>()!.Length);

    /// <summary>The shape of a record type, or of a type with a key.</summary>
    internal static MemoryShape For(Type type) => Known.GetOrAdd(type, static type => new(type));

    /// <summary>The key of a record.</summary>
    internal MemoryKey KeyOf(object record) => new([.. _keys.Select(property => property.GetValue(record))]);

    /// <summary>The row that a record means.</summary>
    internal IReadOnlyDictionary<string, object?> RowOf(object record) =>
        _properties.ToDictionary(ColumnOf, property => property.GetValue(record), StringComparer.Ordinal);

    private static bool IsMapped(PropertyInfo property) =>
        property.CanRead && property.GetIndexParameters().Length == 0 && !property.IsDefined(typeof(NotMappedAttribute));

    private static string ColumnOf(PropertyInfo property) => property.GetCustomAttribute<ColumnAttribute>()?.Name ?? property.Name;
}
