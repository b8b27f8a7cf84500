using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Dialects.MySql.Catalog;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.MySql.Encoding;

/// <summary>Writes values as MySQL reads them; what it would clip, round or change by itself is refused.</summary>
internal static class Writers
{
    internal static void Text(RowBuffer buffer, string value, MySqlType type)
    {
        RefuseBlankAtEnd(value.EndsWith(' '), type);
        buffer.Text(value.AsSpan());
    }

    internal static void Text(RowBuffer buffer, Profiles.Text value, MySqlType type)
    {
        RefuseBlankAtEnd(value.Utf8.EndsWith(" "u8), type);
        buffer.Text(value.Utf8);
    }

    internal static void Text(RowBuffer buffer, Guid value, MySqlType type) => Uuid(buffer, value, type);

    internal static void Text(RowBuffer buffer, Profiles.Json value, MySqlType type) => buffer.Text(value.Utf8.Span);

    internal static void Text(RowBuffer buffer, JsonElement value, MySqlType type) => Json(buffer, value, type);

    internal static void Text(RowBuffer buffer, JsonNode value, MySqlType type) => Json(buffer, value, type);

    internal static void Text(RowBuffer buffer, Profiles.Number value, MySqlType type) => buffer.Text(value.Text.AsSpan());

    internal static void Json(RowBuffer buffer, Profiles.Json value, MySqlType type) => buffer.Text(value.Utf8.Span);

    internal static void Json(RowBuffer buffer, string value, MySqlType type) => buffer.Text(value.AsSpan());

    internal static void Json(RowBuffer buffer, Profiles.Text value, MySqlType type) => buffer.Text(value.Utf8);

    internal static void Json(RowBuffer buffer, JsonElement value, MySqlType type)
    {
        // An element that was never assigned is no document; the other null of this type is the document null.
        if (value.ValueKind == JsonValueKind.Undefined)
            buffer.Null();
        else
            buffer.Text(value.GetRawText().AsSpan());
    }

    internal static void Json(RowBuffer buffer, JsonDocument value, MySqlType type) => Json(buffer, value.RootElement, type);

    internal static void Json(RowBuffer buffer, JsonNode value, MySqlType type)
    {
        try
        {
            buffer.Text(value.ToJsonString().AsSpan());
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException or JsonException)
        {
            throw new ValueException(ValueException.NoJson, $"holds a value that JSON cannot express: {e.Message}");
        }
    }

    /// <summary>A list, a set or a dictionary, as a document.</summary>
    internal static void Collection<T>(RowBuffer buffer, T value, MySqlType type) =>
        buffer.Text(Profiles.Json.Serialize(value).Utf8.Span);

    internal static void Integer(RowBuffer buffer, long value, MySqlType type) => buffer.Number(value);

    internal static void Integer(RowBuffer buffer, ulong value, MySqlType type) => buffer.Number(value);

    internal static void Integer(RowBuffer buffer, bool value, MySqlType type) => buffer.Number(value ? 1 : 0);

    internal static void Bit(RowBuffer buffer, bool value, MySqlType type) => buffer.Number(value ? 1 : 0);

    internal static void Bit(RowBuffer buffer, long value, MySqlType type) => buffer.Number(value);

    internal static void Bit(RowBuffer buffer, ulong value, MySqlType type) => buffer.Number(value);

    internal static void Decimal(RowBuffer buffer, long value, MySqlType type) => buffer.Number(value);

    internal static void Decimal(RowBuffer buffer, ulong value, MySqlType type) => buffer.Number(value);

    internal static void Decimal(RowBuffer buffer, decimal value, MySqlType type) =>
        Digits(buffer, value.ToString(CultureInfo.InvariantCulture));

    internal static void Decimal(RowBuffer buffer, BigInteger value, MySqlType type) =>
        Digits(buffer, value.ToString(CultureInfo.InvariantCulture));

    internal static void Decimal(RowBuffer buffer, Profiles.Number value, MySqlType type) => Digits(buffer, value.Text);

    internal static void Decimal(RowBuffer buffer, double value, MySqlType type)
    {
        RefuseSpecial(value);
        Digits(buffer, FloatText.Plain(value.ToString("R", CultureInfo.InvariantCulture)));
    }

    internal static void Float(RowBuffer buffer, double value, MySqlType type)
    {
        RefuseSpecial(value);
        buffer.Text(value.ToString("R", CultureInfo.InvariantCulture).AsSpan());
    }

    internal static void Float(RowBuffer buffer, decimal value, MySqlType type) => buffer.Number(value);

    internal static void Float(RowBuffer buffer, Profiles.Number value, MySqlType type) => buffer.Text(value.Text.AsSpan());

    internal static void Bytes(RowBuffer buffer, byte[] value, MySqlType type) => OfLength(buffer, value, type);

    internal static void Bytes(RowBuffer buffer, ReadOnlyMemory<byte> value, MySqlType type) => OfLength(buffer, value.Span, type);

    // In the order of the digits, as UUID_TO_BIN gives it.
    internal static void Bytes(RowBuffer buffer, Guid value, MySqlType type) => OfLength(buffer, value.ToByteArray(bigEndian: true), type);

    internal static void Uuid(RowBuffer buffer, Guid value, MySqlType type)
    {
        Span<byte> text = stackalloc byte[36];
        value.TryFormat(text, out _);
        buffer.Text(text);
    }

    internal static void Date(RowBuffer buffer, DateOnly value, MySqlType type) => Time(buffer, value, "yyyy-MM-dd", 10);

    internal static void DateTime(RowBuffer buffer, DateTimeOffset value, MySqlType type) => Time(buffer, value.UtcDateTime, type);

    internal static void DateTime(RowBuffer buffer, DateTime value, MySqlType type)
    {
        if (value.Kind == DateTimeKind.Local)
        {
            throw new ValueException(
                ValueException.BadTime, "is a DateTime of kind Local; use DateTimeOffset, or a DateTime of kind Utc or Unspecified");
        }

        Time(buffer, value, type);
    }

    internal static void Time(RowBuffer buffer, TimeOnly value, MySqlType type) =>
        Time(buffer, value, "HH:mm:ss.ffffff", LengthOf(8, type));

    internal static void Time(RowBuffer buffer, TimeSpan value, MySqlType type)
    {
        var ticks = Math.Abs(value.Ticks);
        var hours = ticks / TimeSpan.TicksPerHour;
        var rest = new TimeOnly(ticks % TimeSpan.TicksPerHour);
        var text = string.Create(CultureInfo.InvariantCulture, $"{(value.Ticks < 0 ? "-" : "")}{hours:00}{rest:':'mm':'ss'.'ffffff}");
        buffer.Text(text.AsSpan(0, text.Length - 7 + LengthOf(0, type)));
    }

    private static void Time(RowBuffer buffer, DateTime value, MySqlType type) =>
        Time(buffer, value, "yyyy-MM-dd HH:mm:ss.ffffff", LengthOf(19, type));

    // Digits that the column does not have are cut off: towards the past.
    private static void Time<T>(RowBuffer buffer, T value, string format, int length)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out _, format, CultureInfo.InvariantCulture);
        buffer.Text(text[..length]);
    }

    private static int LengthOf(int seconds, MySqlType type) => seconds + (type.Precision == 0 ? 0 : 1 + type.Precision);

    // Zeros at the end of a fraction are no digits to lose.
    private static void Digits(RowBuffer buffer, string text)
    {
        var end = text.Length;
        if (text.Contains('.', StringComparison.Ordinal))
            end = text.AsSpan().TrimEnd('0').TrimEnd('.').Length;
        buffer.Text(text.AsSpan(0, Math.Max(end, 1)));
    }

    // The column fills up with zero bytes what is shorter.
    private static void OfLength(RowBuffer buffer, ReadOnlySpan<byte> value, MySqlType type)
    {
        if (type.Name == "binary" && value.Length != type.Length)
        {
            throw new ValueException(
                ValueException.BadValue, $"has {value.Length} bytes, and the column always {type.Length}; varbinary keeps the length");
        }

        buffer.Bytes(value);
    }

    private static void RefuseBlankAtEnd(bool hasOne, MySqlType type)
    {
        if (hasOne && type.Name == "char")
        {
            throw new ValueException(
                ValueException.BadValue, "ends with a blank, which a column of type char forgets; varchar keeps it");
        }
    }

    private static void RefuseSpecial(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ValueException(
                ValueException.OutOfRange, $"is {value.ToString(CultureInfo.InvariantCulture)}, which MySQL does not have");
        }
    }
}
