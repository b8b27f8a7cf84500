using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json.Nodes;
using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.Warehouse.Columns;

/// <summary>Finds how values of a C# type get into a column.</summary>
internal static class ValueEncoding
{
    /// <summary>Finds the way; any type has one, because what is no value is a document.</summary>
    internal static ColumnEncoding Find(Type clr, FileType type) => ColumnEncoding.Find(
        clr, notNull => NotNull(notNull, type), static buffer => Expression.Call(buffer, nameof(RowBuffer.Null), null))!;

    private static ColumnEncoding NotNull(Type clr, FileType type)
    {
        if (clr.IsEnum && type.Kind == ValueKind.Text)
        {
            var labels = Activator.CreateInstance(typeof(EnumLabels<>).MakeGenericType(clr), [Array.Empty<string>()])!;
            return new(CastFrom: null, (buffer, value) => Expression.Call(
                Method(nameof(ValueWriters.Label)), buffer,
                Expression.Call(Expression.Constant(labels), nameof(EnumLabels<>.Find), null, value)));
        }

        var writer = Writers(type).FirstOrDefault(method => method.GetParameters()[1].ParameterType == clr)
            ?? Writers(type).FirstOrDefault(method => IsWider(clr, method.GetParameters()[1].ParameterType));
        if (writer is null)
        {
            var nested = Method(nameof(ValueWriters.Nested)).MakeGenericMethod(clr);
            return new(CastFrom: null, (buffer, value) => Expression.Call(nested, buffer, value));
        }

        var taken = writer.GetParameters()[1].ParameterType;
        return new(CastFrom: null, (buffer, value) => Expression.Call(
            writer, buffer, taken == clr ? value : Expression.Convert(value, taken), Expression.Constant(type)));
    }

    private static bool IsWider(Type clr, Type taken) =>
        (clr.IsAssignableTo(typeof(JsonNode)) && taken == typeof(JsonNode))
        || (taken == typeof(int) && (clr == typeof(sbyte) || clr == typeof(byte) || clr == typeof(short) || clr == typeof(ushort)))
        || (taken == typeof(long) && clr.IsPrimitive && Type.GetTypeCode(clr) is >= TypeCode.SByte and <= TypeCode.UInt32);

    private static IEnumerable<MethodInfo> Writers(FileType type) => typeof(ValueWriters)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
        .Where(method => method.Name == type.Kind.ToString() && method.GetParameters() is [var first, _, _]
            && first.ParameterType == typeof(RowBuffer));

    private static MethodInfo Method(string name) => typeof(ValueWriters).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
