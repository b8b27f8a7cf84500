using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace Dataflux.Engine.Pipeline;

/// <summary>
/// Tells which of the keys that an item may have written before it writes again. In doubt it does: a record that is written is then not
/// deleted before, and keeps what the upsert leaves alone.
/// </summary>
internal static class WrittenKeys
{
    private static readonly ConcurrentDictionary<Type, Form> Forms = [];

    /// <summary>The keys whose records are not among those written.</summary>
    internal static object[] Without<TRecord>(object[] keys, List<TRecord> written)
        where TRecord : notnull =>
        keys.Length == 0 ? keys : Array.FindAll(keys, key => !written.Exists(record => AreSame(key, record)));

    private static bool AreSame(object key, object record)
    {
        var (one, other) = (Forms.GetOrAdd(key.GetType(), Form.Of), Forms.GetOrAdd(record.GetType(), Form.Of));
        if (one.Table != other.Table)
        {
            return false;
        }

        foreach (var (name, value) in one.Key)
        {
            if (other.Key.TryGetValue(name, out var its) && !string.Equals(Text(value(key)), Text(its(record)), StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }

    // Of one value, whatever type it has on either side.
    private static string? Text(object? value) => value switch
    {
        DateTimeOffset time => Text(time.UtcDateTime),
        DateTime time => (time.Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture),
        decimal number => number.ToString("G29", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexString(bytes),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };

    /// <summary>A type's table and key, by names without case and underscores, as targets derive them from the type's.</summary>
    private sealed record Form(string Table, Dictionary<string, Func<object, object?>> Key)
    {
        internal static Form Of(Type type)
        {
            var key = new Dictionary<string, Func<object, object?>>(StringComparer.Ordinal);
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                if (property.GetCustomAttribute<KeyAttribute>() is not null)
                {
                    key[Plain(property.GetCustomAttribute<ColumnAttribute>()?.Name ?? property.Name)] = Getter(property);
                }
            }

            return new(Plain(type.GetCustomAttribute<TableAttribute>(inherit: true)?.Name ?? type.Name), key);
        }

        private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

        private static Func<object, object?> Getter(PropertyInfo property)
        {
            var record = Expression.Parameter(typeof(object), "record");
            var value = Expression.Property(Expression.Convert(record, property.DeclaringType!), property);
            return Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), record).Compile();
        }
    }
}
