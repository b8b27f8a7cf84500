using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Dialects.Warehouse.Ground;
using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.Warehouse.Columns;

/// <summary>Writes values of C# types; each method is named after the kind of column, its overloads take the types.</summary>
internal static class ValueWriters
{
    internal static void Boolean(RowBuffer buffer, bool value, FileType type) => buffer.Boolean(value);

    internal static void Int32(RowBuffer buffer, int value, FileType type) => buffer.Int32(value);

    internal static void Int64(RowBuffer buffer, long value, FileType type) => buffer.Int64(value);

    internal static void Float(RowBuffer buffer, float value, FileType type)
    {
        RefuseSpecial(value);
        buffer.Float(value);
    }

    internal static void Double(RowBuffer buffer, double value, FileType type)
    {
        RefuseSpecial(value);
        buffer.Double(value);
    }

    internal static void Decimal(RowBuffer buffer, long value, FileType type) => Digits(buffer, value, type);

    internal static void Decimal(RowBuffer buffer, ulong value, FileType type) => Digits(buffer, value, type);

    internal static void Decimal(RowBuffer buffer, decimal value, FileType type) => Digits(buffer, value, type);

    internal static void Decimal(RowBuffer buffer, Int128 value, FileType type) => Digits(buffer, value, type);

    internal static void Decimal(RowBuffer buffer, UInt128 value, FileType type) => Digits(buffer, value, type);

    internal static void Decimal(RowBuffer buffer, BigInteger value, FileType type) =>
        buffer.Unscaled(DecimalText.Parse(value.ToString(CultureInfo.InvariantCulture), type));

    internal static void Decimal(RowBuffer buffer, Profiles.Number value, FileType type) =>
        buffer.Unscaled(DecimalText.Parse(value.Text, type));

    internal static void Timestamp(RowBuffer buffer, DateTimeOffset value, FileType type) => buffer.Int64(Microseconds(value.UtcTicks));

    internal static void Timestamp(RowBuffer buffer, DateTime value, FileType type)
    {
        if (value.Kind == DateTimeKind.Local)
        {
            throw new ValueException(
                ValueException.BadTime, "is a DateTime of kind Local; use DateTimeOffset, or a DateTime of kind Utc or Unspecified");
        }

        buffer.Int64(Microseconds(value.Ticks));
    }

    internal static void Date(RowBuffer buffer, DateOnly value, FileType type) => buffer.Int32(value.DayNumber);

    internal static void Text(RowBuffer buffer, string value, FileType type) => buffer.Text(value);

    internal static void Text(RowBuffer buffer, Profiles.Text value, FileType type) => buffer.Bytes(value.Utf8);

    internal static void Text(RowBuffer buffer, char value, FileType type) => buffer.Text([value]);

    internal static void Text(RowBuffer buffer, Uri value, FileType type) => buffer.Text(value.ToString());

    internal static void Text(RowBuffer buffer, Profiles.Number value, FileType type) => buffer.Text(value.Text);

    internal static void Text(RowBuffer buffer, TimeOnly value, FileType type) =>
        buffer.Text(value.ToString("HH:mm:ss.ffffff", CultureInfo.InvariantCulture));

    internal static void Text(RowBuffer buffer, TimeSpan value, FileType type) =>
        buffer.Text(value.ToString("c", CultureInfo.InvariantCulture));

    internal static void Text(RowBuffer buffer, Guid value, FileType type)
    {
        Span<byte> text = stackalloc byte[36];
        value.TryFormat(text, out _);
        buffer.Bytes(text);
    }

    internal static void Label(RowBuffer buffer, byte[] value) => buffer.Bytes(value);

    internal static void Bytes(RowBuffer buffer, byte[] value, FileType type) => buffer.Bytes(value);

    internal static void Bytes(RowBuffer buffer, ReadOnlyMemory<byte> value, FileType type) => buffer.Bytes(value.Span);

    internal static void Json(RowBuffer buffer, Profiles.Json value, FileType type) => Document(buffer, value.Utf8.Span);

    internal static void Json(RowBuffer buffer, string value, FileType type) => Document(buffer, Encoding.UTF8.GetBytes(value));

    internal static void Json(RowBuffer buffer, Profiles.Text value, FileType type) => Document(buffer, value.Utf8);

    internal static void Json(RowBuffer buffer, JsonDocument value, FileType type) => Json(buffer, value.RootElement, type);

    internal static void Json(RowBuffer buffer, JsonElement value, FileType type)
    {
        // An element that was never assigned is no document; the other null of this type is the document null.
        if (value.ValueKind == JsonValueKind.Undefined)
            buffer.Null();
        else
            Document(buffer, Encoding.UTF8.GetBytes(value.GetRawText()));
    }

    internal static void Json(RowBuffer buffer, JsonNode value, FileType type) => Nested(buffer, value);

    /// <summary>A list, a set, a dictionary or a record, as a document.</summary>
    internal static void Nested<T>(RowBuffer buffer, T value)
    {
        try
        {
            buffer.Bytes(Profiles.Json.Serialize(value).Utf8.Span);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException or JsonException)
        {
            throw new ValueException(ValueException.NoJson, $"holds a value that JSON cannot express: {e.Message}");
        }
    }

    private static void Document(RowBuffer buffer, ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            throw new ValueException(ValueException.NoJson, $"is no JSON document: {e.Message}");
        }

        buffer.Bytes(utf8);
    }

    private static void Digits<T>(RowBuffer buffer, T value, FileType type)
        where T : INumber<T>
    {
        Span<char> text = stackalloc char[64];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        buffer.Unscaled(DecimalText.Parse(text[..length], type));
    }

    // What is finer is cut off towards the past.
    private static long Microseconds(long ticks)
    {
        var since = ticks - DateTime.UnixEpoch.Ticks;
        return (since >= 0 ? since : since - (TimeSpan.TicksPerMicrosecond - 1)) / TimeSpan.TicksPerMicrosecond;
    }

    private static void RefuseSpecial(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ValueException(
                ValueException.OutOfRange, $"is {value.ToString(CultureInfo.InvariantCulture)}, which JSON and warehouses do not have");
        }
    }
}
