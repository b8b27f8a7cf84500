using System.Linq.Expressions;
using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.MySql.Encoding;

/// <summary>How values of one C# type get into a column of one type.</summary>
/// <param name="Write">Makes the call that writes a value (second argument) into the buffer (first argument), nulls included.</param>
internal sealed record ValueEncoding(Func<Expression, Expression, Expression> Write) : ColumnEncoding(CastFrom: null)
{
    /// <summary>Finds the way, or <see langword="null"/> when values of that C# type cannot go into that column.</summary>
    internal static ValueEncoding? Find(Type clr, MySqlType type)
    {
        if (Nullable.GetUnderlyingType(clr) is { } inner)
        {
            return NotNull(inner, type) is not { } some ? null : new((buffer, value) => Expression.IfThenElse(
                Expression.Property(value, "HasValue"), some.Write(buffer, Expression.Property(value, "Value")), WriteNull(buffer)));
        }

        if (NotNull(clr, type) is not { } encoding || clr.IsValueType)
            return NotNull(clr, type);
        return new((buffer, value) => Expression.IfThenElse(
            Expression.ReferenceEqual(value, Expression.Constant(null, clr)), WriteNull(buffer), encoding.Write(buffer, value)));
    }

    private static ValueEncoding? NotNull(Type clr, MySqlType type)
    {
        if (clr.IsEnum)
            return OfEnum(clr, type);
        if (WriterTable.Find(clr, type) is not { } writer)
            return null;
        var taken = writer.GetParameters()[1].ParameterType;
        return new((buffer, value) => Expression.Call(
            writer, buffer, taken == value.Type ? value : Expression.Convert(value, taken), Expression.Constant(type)));
    }

    private static ValueEncoding? OfEnum(Type clr, MySqlType type)
    {
        if (type.Kind == MySqlKind.Text)
        {
            var labels = Activator.CreateInstance(typeof(EnumLabels<>).MakeGenericType(clr), [type.Labels])!;
            return new((buffer, value) => Expression.Call(
                Expression.Constant(labels), nameof(EnumLabels<>.Write), null, buffer, value));
        }

        var number = Enum.GetUnderlyingType(clr);
        return type.Kind == MySqlKind.Integer && NotNull(number, type) is { } encoding
            ? new((buffer, value) => encoding.Write(buffer, Expression.Convert(value, number)))
            : null;
    }

    private static MethodCallExpression WriteNull(Expression buffer) => Expression.Call(buffer, nameof(RowBuffer.Null), null);
}
