using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;

namespace Dataflux.Engine.Contract;

/// <summary>The table that a record type names with <c>[Table]</c>.</summary>
/// <param name="Schema">Its schema; <see langword="null"/>: it names none.</param>
/// <param name="Name">Its name; <see langword="null"/>: the type's own stands for it.</param>
public sealed record RecordTable(string? Schema, string? Name)
{
    /// <summary>Both with a dot between them, for targets without schemas; <see langword="null"/>: it names no table.</summary>
    public string? FullName => Name is null || Schema is null ? Name : $"{Schema}.{Name}";

    /// <summary>Reads the attribute. <c>[Table("sales.orders")]</c> is what <c>[Table("orders", Schema = "sales")]</c> is.</summary>
    /// <param name="type">The record type.</param>
    public static RecordTable For(Type type)
    {
        if (type.GetCustomAttribute<TableAttribute>(inherit: true) is not { } table)
            return new(null, null);
        return table.Schema is null && table.Name.Split('.') is [{ Length: > 0 } schema, { Length: > 0 } name]
            ? new(schema, name)
            : new(table.Schema, table.Name);
    }
}
