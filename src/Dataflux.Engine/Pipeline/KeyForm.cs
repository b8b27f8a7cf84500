using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Targets;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// A type's table and key, by names without case and underscores, as targets derive them from the type's. Boxes and makes texts: nothing
/// for every item.
/// </summary>
/// <param name="Table">The table.</param>
/// <param name="Parts">How each part of the key is read; none: the type says no key.</param>
internal sealed record KeyForm(string Table, IReadOnlyDictionary<string, Func<object, object?>> Parts)
{
    private const ulong HashBasis = 14695981039346656037;
    private const ulong HashPrime = 1099511628211;
    private static readonly ConcurrentDictionary<Type, KeyForm> Known = [];

    /// <summary>The form of a record type, or of a type with a key to delete by.</summary>
    internal static KeyForm For(Type type) => Known.GetOrAdd(type, Make);

    /// <summary>The text of one value, whatever type it has.</summary>
    internal static string? Text(object? value) => value switch
    {
        DateTimeOffset time => Text(time.UtcDateTime),
        DateTime time => (time.Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture),
        decimal number => number.ToString("G29", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexString(bytes),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };

    /// <summary>
    /// A hash of a record's key that is the same in every process (FNV-1a), and for keys that a target may call equal: whatever their case
    /// and the blanks at their end.
    /// </summary>
    /// <param name="record">The record, or a key to delete by.</param>
    /// <param name="isLoose">Whether the target may round keys: then what can be rounded does not count.</param>
    /// <returns>The hash; <see langword="null"/> when the type says no key.</returns>
    internal ulong? HashOf(object record, bool isLoose)
    {
        if (Parts.Count == 0)
            return null;

        var hash = Add(HashBasis, Table);
        foreach (var (name, read) in Parts)
        {
            var value = read(record);
            hash = Add(hash, name);
            if (!isLoose || !IsRounded(value))
                hash = Add(hash, Text(value).AsSpan().TrimEnd());
        }

        return hash;
    }

    private static bool IsRounded(object? value) =>
        value is decimal or double or float or DateTime or DateTimeOffset or TimeOnly or TimeSpan or Profiles.Number;

    private static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
            hash = (hash ^ char.ToUpperInvariant(letter)) * HashPrime;

        return (hash ^ '\n') * HashPrime;
    }

    private static KeyForm Make(Type type)
    {
        var parts = new SortedDictionary<string, Func<object, object?>>(StringComparer.Ordinal);
        foreach (var property in KeyProperties.Of(type))
            parts[Plain(property.GetCustomAttribute<ColumnAttribute>()?.Name ?? property.Name)] = Getter(property);

        return new(Plain(RecordTable.For(type).Name ?? type.Name), parts);
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static Func<object, object?> Getter(PropertyInfo property)
    {
        var record = Expression.Parameter(typeof(object), "record");
        var value = Expression.Property(Expression.Convert(record, property.DeclaringType!), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), record).Compile();
    }
}
