using System.Reflection;
using System.Text.Json.Nodes;
using Dataflux.Dialects.PostgreSql.Catalog;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>
/// Which method writes which C# type into which PostgreSQL type: the method is named after the latter, its overloads take the former.
/// </summary>
internal static class WriterTable
{
    /// <summary>
    /// The method that writes a C# type as text, for the server to cast; <see langword="null"/> where the type is no text.
    /// </summary>
    internal static MethodInfo? TextOf(Type clr, PostgreSqlType type) => clr != typeof(string) && clr != typeof(Profiles.Text) ? null
        : type.HoldsTimes ? Method(typeof(TimeTextWriters), nameof(TimeTextWriters.Text), clr)
        : Method(typeof(TextWriters), nameof(TextWriters.Text), clr);

    internal static MethodInfo? Find(Type clr, PostgreSqlType type)
    {
        var (owner, name) = Owner(type);
        if (owner is null)
            return null;

        foreach (var taken in TakenAs(clr))
        {
            if (Method(owner, name, taken) is { } method)
                return method;
        }

        return null;
    }

    /// <summary>The C# types that a column takes, for people.</summary>
    internal static string Accepted(PostgreSqlType type)
    {
        var (owner, name) = Owner(type);
        if (owner is null)
            return type.Element is { } element ? $"an array or list of {Accepted(element)}" : "string";

        // Text takes a string itself, every other type takes it by a cast of the server.
        var names = Methods(owner, name).Select(m => m.GetParameters()[1].ParameterType.Name).Append("String").Distinct();
        return string.Join(", ", names.Select(Keyword).Order(StringComparer.OrdinalIgnoreCase));
    }

    private static (Type? Owner, string Name) Owner(PostgreSqlType type) => type.Oid switch
    {
        TypeOid.Bool => (typeof(PlainWriters), nameof(PlainWriters.Bool)),
        TypeOid.Bytea => (typeof(PlainWriters), nameof(PlainWriters.Bytea)),
        TypeOid.Uuid => (typeof(PlainWriters), nameof(PlainWriters.Uuid)),
        TypeOid.Int2 => (typeof(IntegerWriters), nameof(IntegerWriters.Int2)),
        TypeOid.Int4 => (typeof(IntegerWriters), nameof(IntegerWriters.Int4)),
        TypeOid.Int8 => (typeof(IntegerWriters), nameof(IntegerWriters.Int8)),
        TypeOid.Float4 => (typeof(FloatWriters), nameof(FloatWriters.Float4)),
        TypeOid.Float8 => (typeof(FloatWriters), nameof(FloatWriters.Float8)),
        TypeOid.Numeric => (typeof(NumericWriters), nameof(NumericWriters.Numeric)),
        TypeOid.Json => (typeof(JsonWriters), nameof(JsonWriters.Json)),
        TypeOid.Jsonb => (typeof(JsonWriters), nameof(JsonWriters.Jsonb)),
        TypeOid.Date => (typeof(TimeWriters), nameof(TimeWriters.Date)),
        TypeOid.Time => (typeof(TimeWriters), nameof(TimeWriters.Time)),
        TypeOid.Timestamp => (typeof(TimeWriters), nameof(TimeWriters.Timestamp)),
        TypeOid.TimestampTz => (typeof(TimeWriters), nameof(TimeWriters.TimestampTz)),
        TypeOid.Interval => (typeof(TimeWriters), nameof(TimeWriters.Interval)),
        _ when type.IsText || type.Kind == 'e' => (typeof(TextWriters), nameof(TextWriters.Text)),
        _ => (null, ""),
    };

    /// <summary>The type itself, then those that hold all its values.</summary>
    private static IEnumerable<Type> TakenAs(Type clr)
    {
        yield return clr;
        if (clr == typeof(byte) || clr == typeof(sbyte) || clr == typeof(short) || clr == typeof(ushort) || clr == typeof(int)
            || clr == typeof(uint))
        {
            yield return typeof(long);
        }

        if (clr == typeof(ulong))
            yield return typeof(decimal);
        if (clr == typeof(float))
            yield return typeof(double);
        if (clr.IsAssignableTo(typeof(JsonNode)))
            yield return typeof(JsonNode);
    }

    private static MethodInfo? Method(Type owner, string name, Type taken) =>
        Methods(owner, name).FirstOrDefault(m => m.GetParameters()[1].ParameterType == taken);

    private static IEnumerable<MethodInfo> Methods(Type owner, string name) =>
        owner.GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(m => m.Name == name && m.GetParameters() is [{ } first, _] && first.ParameterType == typeof(CopyBuffer));

    private static string Keyword(string name) => name switch
    {
        "Boolean" => "bool",
        "Byte[]" => "byte[]",
        "Char" => "char",
        "Decimal" => "decimal",
        "Double" => "double",
        "Int64" => "long",
        "Single" => "float",
        "String" => "string",
        "Memory`1" => "Memory<byte>",
        "ReadOnlyMemory`1" => "ReadOnlyMemory<byte>",
        _ => name,
    };
}
