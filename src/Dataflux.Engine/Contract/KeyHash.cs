using System.Linq.Expressions;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Dataflux.Profiles;

namespace Dataflux.Engine.Contract;

/// <summary>
/// Hashes a key such that equal keys have equal hashes in every process, which <see cref="object.GetHashCode"/> does not promise:
/// .NET seeds the hashes of strings and of <see cref="HashCode"/> differently in each process.
/// </summary>
internal static class KeyHash
{
    // A record may hold one of its own type; such keys are not hashed.
    private const int MostLevels = 8;
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // Types whose hash code is made of their value alone.
    private static readonly HashSet<Type> Plain =
    [
        typeof(bool), typeof(char), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long),
        typeof(ulong), typeof(float), typeof(double), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset),
        typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
    ];

    /// <summary>
    /// A typed hash function for numbers, texts, dates, enums and for tuples, records and plain structs of such; <see langword="null"/>
    /// for types whose equality is their own affair.
    /// </summary>
    internal static Func<TKey, int>? Of<TKey>()
    {
        var key = Expression.Parameter(typeof(TKey), "key");
        return HashOf(key, MostLevels) is { } hash ? Expression.Lambda<Func<TKey, int>>(hash, key).Compile() : null;
    }

    /// <summary>Whether there is such a hash function for a type.</summary>
    internal static bool IsLasting(Type key) => HashOf(Expression.Parameter(key), MostLevels) is not null;

    /// <summary>The hash of a text: FNV-1a over its UTF-16 units.</summary>
    internal static int OfText(string? text) => OfUnits(text.AsSpan());

    /// <summary>The hash of a text: FNV-1a over its bytes.</summary>
    internal static int OfText(Text text) => OfUnits(text.Utf8);

    internal static int Combine(int first, int second) => (int)((((uint)first << 5) | ((uint)first >> 27)) * 0x9E3779B1u) ^ second;

    private static int OfUnits<TUnit>(ReadOnlySpan<TUnit> units)
        where TUnit : IBinaryInteger<TUnit>
    {
        var hash = 2166136261u;
        foreach (var unit in units)
            hash = (hash ^ uint.CreateTruncating(unit)) * 16777619u;

        return (int)hash;
    }

    private static Expression? HashOf(Expression value, int levels)
    {
        var type = value.Type;
        if (levels == 0)
            return null;

        if (Nullable.GetUnderlyingType(type) is not null)
        {
            return HashOf(Expression.Property(value, nameof(Nullable<int>.Value)), levels - 1) is { } inner
                ? Expression.Condition(Expression.Property(value, nameof(Nullable<int>.HasValue)), inner, Expression.Constant(0))
                : null;
        }

        if (type == typeof(string))
            return Expression.Call(((Func<string?, int>)OfText).Method, value);

        if (type == typeof(Text))
            return Expression.Call(((Func<Text, int>)OfText).Method, value);

        if (type == typeof(Number))
            return Expression.Call(((Func<string?, int>)OfText).Method, Expression.Property(value, nameof(Number.Text)));

        if (type.IsEnum)
            return HashOf(Expression.Convert(value, Enum.GetUnderlyingType(type)), levels);

        return Plain.Contains(type) ? Expression.Call(value, type.GetMethod(nameof(GetHashCode), Type.EmptyTypes)!)
            : IsOfItsFields(type) ? OfFields(value, levels - 1)
            : null;
    }

    private static Expression? OfFields(Expression value, int levels)
    {
        Expression hash = Expression.Constant(0);
        for (var type = value.Type; type is not null && type != typeof(object) && type != typeof(ValueType); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Own))
            {
                if (HashOf(Expression.Field(value, field), levels) is not { } one)
                    return null;

                hash = Expression.Call(((Func<int, int, int>)Combine).Method, hash, one);
            }
        }

        return value.Type.IsValueType
            ? hash
            : Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null)), Expression.Constant(0), hash);
    }

    // Tuples, structs without an Equals of their own, and records with the one that the compiler makes, are equal when their fields are.
    private static bool IsOfItsFields(Type type)
    {
        if (typeof(ITuple).IsAssignableFrom(type) && type.Namespace == nameof(System))
            return true;

        var own = type.GetMethod(nameof(Equals), BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly, [type]);
        return own is not null
            ? own.IsDefined(typeof(CompilerGeneratedAttribute))
            : type.IsValueType && type.GetMethod(nameof(Equals), [typeof(object)])!.DeclaringType == typeof(ValueType);
    }
}
