using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;
using Dataflux.Engine.Contract;

namespace Dataflux.Dialects.Sql.Mapping;

/// <summary>Which table and columns a record type names, before any catalog was asked.</summary>
/// <param name="Type">The record type.</param>
/// <param name="Schema">The schema of <c>[Table]</c>; <see langword="null"/>: found by the search path.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Members">The properties, in the order they are declared, inherited ones first.</param>
internal sealed record RecordMapping(Type Type, string? Schema, string Table, IReadOnlyList<RecordMember> Members)
{
    /// <summary>The table for people: <c>picture</c> or <c>media.picture</c>.</summary>
    internal string TableText => Schema is null ? Table : $"{Schema}.{Table}";

    /// <summary>Reads the mapping of a type.</summary>
    internal static RecordMapping Of(Type type)
    {
        var table = RecordTable.For(type);
        var members = new List<RecordMember>();
        foreach (var property in MappedProperties(type))
            members.Add(new(property, NamesOf(property), property.GetCustomAttribute<KeyAttribute>() is not null));

        return new(type, table.Schema, table.Name ?? ColumnNaming.SnakeCase(type.Name), members);
    }

    private static List<PropertyInfo> MappedProperties(Type type)
    {
        var found = new Dictionary<string, PropertyInfo>();
        var chain = new Stack<Type>();
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
            chain.Push(t);
        foreach (var t in chain)
        {
            foreach (var property in t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                if (property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
                    found[property.Name] = property;
            }
        }

        return [.. found.Values.Where(p => p.GetCustomAttribute<NotMappedAttribute>() is null)];
    }

    private static string[] NamesOf(PropertyInfo property)
    {
        if (property.GetCustomAttribute<ColumnAttribute>()?.Name is { Length: > 0 } name)
            return [name];

        string[] names = [ColumnNaming.SnakeCase(property.Name), property.Name, ColumnNaming.CamelCase(property.Name)];
        return [.. names.Distinct()];
    }
}
