using System.Linq.Expressions;

namespace Dataflux.Dialects.Sql;

/// <summary>How values of one C# type get into a column of one type.</summary>
/// <param name="CastFrom">
/// The type for SQL as which they travel, where the server casts them to the column's; <see langword="null"/>: as that one.
/// </param>
/// <param name="Write">Makes the call that writes a value (second argument) into the buffer (first argument), nulls included.</param>
internal sealed record ColumnEncoding(string? CastFrom, Func<Expression, Expression, Expression> Write)
{
    /// <summary>Whether the server casts what it is sent.</summary>
    internal bool IsCast => CastFrom is not null;

    /// <summary>The way of values that may be null, or <see langword="null"/> when there is none for those that are not.</summary>
    /// <param name="clr">The C# type.</param>
    /// <param name="notNull">Finds the way of values that are not null; such a type comes without its <c>?</c>.</param>
    /// <param name="writeNull">Makes the call that writes a null into a buffer.</param>
    internal static ColumnEncoding? Find(Type clr, Func<Type, ColumnEncoding?> notNull, Func<Expression, Expression> writeNull)
    {
        var inner = Nullable.GetUnderlyingType(clr);
        if (notNull(inner ?? clr) is not { } some)
            return null;

        if (inner is not null)
        {
            return some with
            {
                Write = (buffer, value) => Expression.IfThenElse(
                    Expression.Property(value, "HasValue"), some.Write(buffer, Expression.Property(value, "Value")), writeNull(buffer)),
            };
        }

        return clr.IsValueType ? some : some with
        {
            Write = (buffer, value) => Expression.IfThenElse(
                Expression.ReferenceEqual(value, Expression.Constant(null, clr)), writeNull(buffer), some.Write(buffer, value)),
        };
    }
}
