using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Dataflux.Profiles.Fields;
using Dataflux.Profiles.Parsing;

namespace Dataflux.Engine.Inspection;

/// <summary>Collects what the texts of an attribute are like.</summary>
internal sealed class TextCollector
{
    private const int DateLength = 10;
    private const int UuidLength = 36;
    private const int LongestNumber = 64;

    private static readonly SearchValues<byte> Clock = SearchValues.Create("0123456789:.,"u8);
    private static readonly SearchValues<byte> Offset = SearchValues.Create("0123456789:"u8);

    private long _count;
    private long _empty;
    private int _longest;
    private long _withNul;
    private long _withLoneSurrogate;
    private long _dates;
    private long _times;
    private long _localTimes;
    private long _numbers;
    private long _integers;
    private long _uuids;

    /// <summary>Takes a text as it stands in the export's JSON, between its quotes.</summary>
    /// <param name="raw">The text; escapes included.</param>
    /// <param name="isEscaped">Whether it has any.</param>
    internal void Add(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        _count++;
        _empty += raw.IsEmpty ? 1 : 0;
        if (isEscaped)
        {
            var text = JsonText.Decode(raw, escaped: true, out var loneSurrogate);
            _withLoneSurrogate += loneSurrogate ? 1 : 0;
            _withNul += text.Contains('\0', StringComparison.Ordinal) ? 1 : 0;
            _longest = Math.Max(_longest, text.EnumerateRunes().Count());
            return;
        }

        // A character has at least one byte: most texts need no counting.
        if (raw.Length > _longest)
            _longest = Math.Max(_longest, CodePoints(raw));

        Classify(raw);
    }

    internal TextFindings? Findings() => _count == 0
        ? null
        : new TextFindings
        {
            Count = _count,
            Empty = _empty,
            LongestCharacters = _longest,
            WithNul = _withNul,
            WithLoneSurrogate = _withLoneSurrogate,
            Dates = _dates,
            Times = _times,
            LocalTimes = _localTimes,
            Numbers = _numbers,
            Integers = _integers,
            Uuids = _uuids,
        };

    private void Classify(ReadOnlySpan<byte> text)
    {
        if (text.Length == UuidLength && Utf8Parser.TryParse(text, out Guid _, out var read, 'D') && read == UuidLength)
        {
            _uuids++;
        }
        else if (IsDate(text))
        {
            if (text.Length == DateLength)
            {
                _dates++;
            }
            else if (IsTime(text[DateLength..], out var hasZone))
            {
                _times += hasZone && IsoTime.Read(text, out _, out var isCut) is null && !isCut ? 1 : 0;
                _localTimes += hasZone ? 0 : 1;
            }
        }
        else if (text.Length is > 0 and <= LongestNumber && NumberParts.Read(text, out var number) is null)
        {
            _numbers++;
            _integers += number.IsWhole && number.TryScaledInt64(0, out _) ? 1 : 0;
        }
    }

    private static bool IsDate(ReadOnlySpan<byte> text) =>
        text.Length >= DateLength && text[4] == '-' && text[7] == '-'
        && DateOnly.TryParseExact(
            Encoding.Latin1.GetString(text[..DateLength]), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary><c>T11:14</c>, perhaps with seconds, a fraction and a zone.</summary>
    private static bool IsTime(ReadOnlySpan<byte> text, out bool hasZone)
    {
        hasZone = false;
        if (text.Length < 6 || (text[0] | 0x20) is not ('t' or ' ') || text[3] != ':')
            return false;

        var zone = text.LastIndexOfAny("Zz+-"u8);
        hasZone = zone > 0;
        var clock = zone > 0 ? text[1..zone] : text[1..];
        return !clock.ContainsAnyExcept(Clock) && (zone < 0 || !text[(zone + 1)..].ContainsAnyExcept(Offset));
    }

    private static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var each in utf8)
            count += (each & 0xC0) == 0x80 ? 0 : 1;

        return count;
    }
}
