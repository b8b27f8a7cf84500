using System.Linq.Expressions;

namespace Dataflux.Engine.Targets;

/// <summary>What of a key's value tells records apart in a target.</summary>
public static class KeyPart
{
    /// <summary>
    /// Makes the expression: of a time its microseconds, because a fraction below is not stored (PostgreSQL, 8.5 Date/Time Types) and times that
    /// differ by it only are one key; of everything else the value itself.
    /// </summary>
    /// <param name="value">The value of a property with <c>[Key]</c>.</param>
    public static Expression Of(Expression value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Type switch
        {
            var t when t == typeof(DateTime) || t == typeof(TimeOnly) => Microseconds(value, nameof(DateTime.Ticks)),
            var t when t == typeof(DateTimeOffset) => Microseconds(value, nameof(DateTimeOffset.UtcTicks)),
            _ => value,
        };
    }

    private static BinaryExpression Microseconds(Expression value, string ticks) =>
        Expression.Divide(Expression.Property(value, ticks), Expression.Constant(TimeSpan.TicksPerMicrosecond));
}
