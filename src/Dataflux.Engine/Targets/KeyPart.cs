using System.Linq.Expressions;

namespace Dataflux.Engine.Targets;

/// <summary>What of a key's value tells records apart in a target.</summary>
public static class KeyPart
{
    /// <summary>
    /// Makes the expression: of a time its microseconds, because a fraction below is not stored (PostgreSQL, 8.5 Date/Time Types) and times
    /// that differ by it only are one key; of everything else the value itself.
    /// </summary>
    /// <param name="value">The value of a property with <c>[Key]</c>.</param>
    public static Expression Of(Expression value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Type switch
        {
            var t when t == typeof(DateTime) || t == typeof(TimeOnly) => Microseconds(value, nameof(DateTime.Ticks)),
            var t when t == typeof(TimeSpan) =>
                Expression.Divide(Expression.Property(value, nameof(TimeSpan.Ticks)), Expression.Constant(TimeSpan.TicksPerMicrosecond)),
            var t when t == typeof(DateTimeOffset) => Microseconds(value, nameof(DateTimeOffset.UtcTicks)),
            var t when Nullable.GetUnderlyingType(t) is not null => OfNullable(value),
            _ => value,
        };
    }

    private static Expression OfNullable(Expression value)
    {
        var inner = Of(Expression.Property(value, nameof(Nullable<int>.Value)));
        var part = typeof(Nullable<>).MakeGenericType(inner.Type);
        return inner.Type == Nullable.GetUnderlyingType(value.Type)
            ? value
            : Expression.Condition(
                Expression.Property(value, nameof(Nullable<int>.HasValue)),
                Expression.Convert(inner, part),
                Expression.Constant(null, part));
    }

    // Cut towards the past like the value that is written; of a span, towards zero.
    private static MethodCallExpression Microseconds(Expression value, string ticks) =>
        Expression.Call(((Func<long, long>)Floor).Method, Expression.Property(value, ticks));

    private static long Floor(long ticks) => (ticks - (((ticks % 10) + 10) % 10)) / TimeSpan.TicksPerMicrosecond;
}
