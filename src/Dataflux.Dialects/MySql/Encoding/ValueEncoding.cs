using System.Linq.Expressions;
using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.MySql.Encoding;

/// <summary>Finds how values of one C# type get into a column of one type.</summary>
internal static class ValueEncoding
{
    /// <summary>Finds the way, or <see langword="null"/> when values of that C# type cannot go into that column.</summary>
    internal static ColumnEncoding? Find(Type clr, MySqlType type) =>
        ColumnEncoding.Find(
            clr,
            notNull => NotNull(notNull, type),
            static buffer => Expression.Call(buffer, nameof(RowBuffer.Null), null));

    private static ColumnEncoding? NotNull(Type clr, MySqlType type)
    {
        if (clr.IsEnum)
            return OfEnum(clr, type);
        if (WriterTable.Find(clr, type) is not { } writer)
            return null;
        var taken = writer.GetParameters()[1].ParameterType;
        return new(CastFrom: null, (buffer, value) => Expression.Call(
            writer, buffer, taken == value.Type ? value : Expression.Convert(value, taken), Expression.Constant(type)));
    }

    private static ColumnEncoding? OfEnum(Type clr, MySqlType type)
    {
        if (type.Kind == MySqlKind.Text)
        {
            var labels = Activator.CreateInstance(typeof(EnumLabels<>).MakeGenericType(clr), [type.Labels])!;
            return new(CastFrom: null, (buffer, value) => Expression.Call(
                buffer,
                nameof(RowBuffer.Label),
                null,
                Expression.Call(Expression.Constant(labels), nameof(EnumLabels<>.Find), null, value)));
        }

        var number = Enum.GetUnderlyingType(clr);
        return type.Kind == MySqlKind.Integer && NotNull(number, type) is { } encoding
            ? new(CastFrom: null, (buffer, value) => encoding.Write(buffer, Expression.Convert(value, number)))
            : null;
    }
}
