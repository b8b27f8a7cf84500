using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Dataflux.Engine.Targets;

/// <summary>The properties of a record type, or of a type with a key to delete by, that have <c>[Key]</c>.</summary>
internal static class KeyProperties
{
    /// <summary>Finds them, in the order they are declared.</summary>
    internal static IEnumerable<PropertyInfo> Of(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static property => property.GetCustomAttribute<KeyAttribute>() is not null);
}
