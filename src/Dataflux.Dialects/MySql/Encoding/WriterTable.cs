using System.Reflection;
using System.Text.Json.Nodes;
using Dataflux.Dialects.MySql.Catalog;

namespace Dataflux.Dialects.MySql.Encoding;

/// <summary>
/// Which method of <see cref="Writers"/> writes which C# type into which kind of column: it is named after the latter, its overloads take
/// the former.
/// </summary>
internal static class WriterTable
{
    /// <summary>The method that writes a C# type; <see langword="null"/>: there is none.</summary>
    internal static MethodInfo? Find(Type clr, MySqlType type)
    {
        foreach (var taken in TakenAs(clr))
        {
            if (MethodsOf(type).FirstOrDefault(method => method.GetParameters()[1].ParameterType == taken) is { } found)
                return found;
        }

        if (type.Kind is not (MySqlKind.Text or MySqlKind.Json) || type.Labels.Count > 0 || !IsCollection(clr))
            return null;
        return typeof(Writers).GetMethod(nameof(Writers.Collection), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(clr);
    }

    /// <summary>The C# types that a column takes, for people.</summary>
    internal static string Accepted(MySqlType type)
    {
        var names = MethodsOf(type).Select(static method => Keyword(method.GetParameters()[1].ParameterType)).Distinct()
            .Order(StringComparer.OrdinalIgnoreCase).ToList();
        return names.Count == 0 ? "another type of column; dataflux does not write this one" : string.Join(", ", names);
    }

    private static IEnumerable<MethodInfo> MethodsOf(MySqlType type) =>
        typeof(Writers).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(method => method.Name == type.Kind.ToString() && method.GetParameters() is [var first, _, _]
                && first.ParameterType == typeof(RowBuffer));

    /// <summary>The type itself, then those that hold all its values.</summary>
    private static IEnumerable<Type> TakenAs(Type clr)
    {
        yield return clr;
        if (clr == typeof(byte) || clr == typeof(sbyte) || clr == typeof(short) || clr == typeof(ushort) || clr == typeof(int)
            || clr == typeof(uint))
        {
            yield return typeof(long);
        }

        if (clr == typeof(float))
            yield return typeof(double);
        if (clr.IsAssignableTo(typeof(JsonNode)))
            yield return typeof(JsonNode);
    }

    private static bool IsCollection(Type type) => type != typeof(byte[]) && type.GetInterfaces().Any(static candidate =>
        candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>));

    private static string Keyword(Type type) => type.Name switch
    {
        "Boolean" => "bool",
        "Byte[]" => "byte[]",
        "Decimal" => "decimal",
        "Double" => "double",
        "Int64" => "long",
        "UInt64" => "ulong",
        "String" => "string",
        "ReadOnlyMemory`1" => "ReadOnlyMemory<byte>",
        _ => type.Name,
    };
}
