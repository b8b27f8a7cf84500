using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Dataflux.Profiles;

/// <summary>Writes the parts of an interpolated string as UTF-8, for <see cref="Text.Create"/>. A profile never names it.</summary>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct TextBuilder
{
    private const int KeptBytes = 64 * 1024;

    [ThreadStatic]
    private static byte[]? t_kept;

    private byte[] _bytes;
    private int _length;

    /// <summary>Begins a text.</summary>
    /// <param name="literalLength">The length of what stands outside of braces.</param>
    /// <param name="formattedCount">How many braces there are.</param>
    public TextBuilder(int literalLength, int formattedCount)
    {
        // Taken, not borrowed: a part may build a text of its own.
        _bytes = t_kept ?? new byte[Math.Max(1024, literalLength + (formattedCount * 32))];
        t_kept = null;
    }

    /// <summary>Appends what stands outside of braces.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value) => AppendFormatted(value.AsSpan());

    /// <summary>Appends a string; nothing for <see langword="null"/>.</summary>
    /// <param name="value">The string.</param>
    public void AppendFormatted(string? value) => AppendFormatted(value.AsSpan());

    /// <summary>Appends letters.</summary>
    /// <param name="value">The letters.</param>
    /// <exception cref="ArgumentException">They hold half of a surrogate pair, which is no text.</exception>
    public void AppendFormatted(ReadOnlySpan<char> value) => _length += Text.Strict.GetBytes(value, Room(value.Length * 3));

    /// <summary>Appends a text as it is.</summary>
    /// <param name="value">The text.</param>
    public void AppendFormatted(Text value)
    {
        value.Utf8.CopyTo(Room(value.Length));
        _length += value.Length;
    }

    /// <summary>Appends a value, or nothing for <see langword="null"/>.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="format">Its format, as in any interpolated string.</param>
    public void AppendFormatted<T>(T? value, string? format = null)
        where T : struct
    {
        if (value is { } given)
            AppendFormatted<T>(given, format);
    }

    /// <summary>Appends a value, formatted with the invariant culture.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="format">Its format, as in any interpolated string.</param>
    public void AppendFormatted<T>(T value, string? format = null)
    {
        if (value is IUtf8SpanFormattable)
        {
            int written;
            for (var size = 64; !((IUtf8SpanFormattable)value).TryFormat(
                Room(size), out written, format, CultureInfo.InvariantCulture); size *= 2)
            {
                // Twice as much room.
            }

            _length += written;
            return;
        }

        AppendFormatted(value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());
    }

    /// <summary>Ends the text.</summary>
    internal Text ToText()
    {
        var text = Text.Copy(_bytes.AsSpan(0, _length));
        if (_bytes.Length <= KeptBytes)
            t_kept = _bytes;
        return text;
    }

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
            Array.Resize(ref _bytes, Math.Max(_length + size, _bytes.Length * 2));
        return _bytes.AsSpan(_length);
    }
}
