using System.Linq.Expressions;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Pipeline;

/// <summary>Hashes a record by its <c>[Key]</c>, to give all records of one key to one writer.</summary>
internal static class RecordHash
{
    /// <summary>
    /// A typed hash function; <see langword="null"/> when the type has no <c>[Key]</c>, or a key without value equality
    /// (such as <c>byte[]</c>), whose equal values could not be brought together.
    /// </summary>
    internal static Func<TRecord, int>? ByKey<TRecord>()
    {
        var record = Expression.Parameter(typeof(TRecord), "record");
        Expression? hash = null;
        foreach (var property in KeyProperties.Of(typeof(TRecord)))
        {
            if (!HasValueEquality(property.PropertyType))
                return null;

            var one = HashOf(KeyPart.Of(Expression.Property(record, property)));
            hash = hash is null
                ? one
                : Expression.Call(typeof(HashCode), nameof(HashCode.Combine), [typeof(int), typeof(int)], hash, one);
        }

        return hash is null ? null : Expression.Lambda<Func<TRecord, int>>(hash, record).Compile();
    }

    private static bool HasValueEquality(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum || typeof(IEquatable<>).MakeGenericType(plain).IsAssignableFrom(plain);
    }

    private static Expression HashOf(Expression value)
    {
        var comparer = typeof(EqualityComparer<>).MakeGenericType(value.Type);
        var instance = Expression.Property(null, comparer, nameof(EqualityComparer<int>.Default));
        var hash = Expression.Call(instance, comparer.GetMethod(nameof(EqualityComparer<int>.GetHashCode), [value.Type])!, value);
        return value.Type.IsValueType
            ? hash
            : Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null)), Expression.Constant(0), hash);
    }
}
