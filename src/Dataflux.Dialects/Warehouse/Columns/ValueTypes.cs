using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Dataflux.Dialects.Warehouse.Ground;

namespace Dataflux.Dialects.Warehouse.Columns;

/// <summary>Which type a column has for values of a C# type.</summary>
internal static partial class ValueTypes
{
    private static readonly Dictionary<Type, FileType> Known = new()
    {
        [typeof(bool)] = new(ValueKind.Boolean),
        [typeof(sbyte)] = new(ValueKind.Int32),
        [typeof(byte)] = new(ValueKind.Int32),
        [typeof(short)] = new(ValueKind.Int32),
        [typeof(ushort)] = new(ValueKind.Int32),
        [typeof(int)] = new(ValueKind.Int32),
        [typeof(uint)] = new(ValueKind.Int64),
        [typeof(long)] = new(ValueKind.Int64),
        [typeof(ulong)] = FileType.Whole,
        [typeof(Int128)] = FileType.Whole,
        [typeof(UInt128)] = FileType.Whole,
        [typeof(BigInteger)] = FileType.Whole,
        [typeof(decimal)] = FileType.UsualDecimal,
        [typeof(Profiles.Number)] = FileType.UsualDecimal,
        [typeof(float)] = new(ValueKind.Float),
        [typeof(double)] = new(ValueKind.Double),
        [typeof(DateTimeOffset)] = new(ValueKind.Timestamp),
        [typeof(DateTime)] = new(ValueKind.Timestamp),
        [typeof(DateOnly)] = new(ValueKind.Date),
        [typeof(string)] = new(ValueKind.Text),
        [typeof(Profiles.Text)] = new(ValueKind.Text),
        [typeof(char)] = new(ValueKind.Text),
        [typeof(Uri)] = new(ValueKind.Text),
        [typeof(Guid)] = new(ValueKind.Text),
        [typeof(TimeOnly)] = new(ValueKind.Text),
        [typeof(TimeSpan)] = new(ValueKind.Text),
        [typeof(byte[])] = new(ValueKind.Bytes),
        [typeof(ReadOnlyMemory<byte>)] = new(ValueKind.Bytes),
    };

    /// <summary>Finds the type.</summary>
    /// <param name="clr">The C# type, without <c>?</c>.</param>
    /// <param name="typeName">What <c>[Column(TypeName = …)]</c> says; types that only databases have are passed over.</param>
    internal static FileType Of(Type clr, string? typeName)
    {
        var usual = clr.IsEnum ? new(ValueKind.Text) : Known.GetValueOrDefault(clr) ?? new FileType(ValueKind.Json);
        if (typeName is null)
            return usual;

        var isText = clr == typeof(string) || clr == typeof(Profiles.Text);
        if (isText && typeName.ToUpperInvariant() is "JSON" or "JSONB" or "SUPER")
            return new(ValueKind.Json);

        if (clr == typeof(Profiles.Number) && typeName.ToUpperInvariant() is "TEXT" or "VARCHAR" or "STRING")
            return new(ValueKind.Text);

        return usual.Kind is ValueKind.Decimal or ValueKind.Int32 or ValueKind.Int64 && Digits().Match(typeName) is { Success: true } match
            ? new(ValueKind.Decimal, NumberOf(match.Groups["precision"]), match.Groups["scale"] is { Success: true } s ? NumberOf(s) : 0)
            : usual;
    }

    private static int NumberOf(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^\s*(decimal|numeric|number)\s*\(\s*(?<precision>\d{1,4})\s*(,\s*(?<scale>\d{1,4})\s*)?\)\s*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Digits();
}
