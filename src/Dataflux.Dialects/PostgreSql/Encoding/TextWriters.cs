using Dataflux.Dialects.Sql;

namespace Dataflux.Dialects.PostgreSql.Encoding;

/// <summary>Text as UTF-8, without what PostgreSQL text cannot hold: U+0000 and lone surrogates.</summary>
internal static class TextWriters
{
    internal static void Text(CopyBuffer buffer, string value)
    {
        var start = buffer.BeginValue();
        Characters(buffer, value);
        buffer.EndValue(start);
    }

    internal static void Text(CopyBuffer buffer, Profiles.Text value)
    {
        var start = buffer.BeginValue();
        Characters(buffer, value);
        buffer.EndValue(start);
    }

    internal static void Text(CopyBuffer buffer, char value) => Text(buffer, value.ToString());

    internal static void Text(CopyBuffer buffer, Profiles.Json value) => PlainWriters.Bytea(buffer, value.Utf8);

    /// <summary>Writes the bytes alone, without their length.</summary>
    internal static void Characters(CopyBuffer buffer, string value)
    {
        // Most text is ASCII or nearly so: room for the worst case (3 bytes a character) is taken back afterwards.
        var before = buffer.Length;
        var target = buffer.Take(checked(value.Length * 3));
        var status = System.Text.Unicode.Utf8.FromUtf16(value, target, out var read, out var written, replaceInvalidSequences: false);
        buffer.Length = before + written;
        if (status != System.Buffers.OperationStatus.Done)
        {
            throw new ValueException(
                ValueException.BadText,
                $"holds the lone surrogate U+{(int)value[read]:X4} at character {read + 1}; UTF-8 has no such character");
        }

        if (target[..written].Contains((byte)0))
        {
            throw new ValueException(
                ValueException.BadText,
                $"holds U+0000 at character {value.IndexOf('\0', StringComparison.Ordinal) + 1}; PostgreSQL text cannot");
        }
    }

    /// <summary>Writes the bytes alone, without their length.</summary>
    internal static void Characters(CopyBuffer buffer, Profiles.Text value)
    {
        if (value.Utf8.IndexOf((byte)0) is >= 0 and var at)
            throw new ValueException(ValueException.BadText, $"holds U+0000 at byte {at + 1}; PostgreSQL text cannot");
        value.Utf8.CopyTo(buffer.Take(value.Length));
    }
}
