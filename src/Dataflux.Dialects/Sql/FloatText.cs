namespace Dataflux.Dialects.Sql;

/// <summary>The text of floating-point numbers without an exponent.</summary>
internal static class FloatText
{
    /// <summary><c>1.5E-07</c> → <c>0.00000015</c>; the digits are those of the shortest text that reads back as the same number.</summary>
    internal static string Plain(string text)
    {
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        if (mark < 0)
            return text;

        var exponent = int.Parse(text.AsSpan(mark + 1));
        var sign = text[0] == '-' ? "-" : "";
        var number = text[sign.Length..mark];
        var point = number.IndexOf('.', StringComparison.Ordinal);
        var digits = number.Replace(".", "", StringComparison.Ordinal);
        var place = (point < 0 ? number.Length : point) + exponent;
        if (place <= 0)
            return sign + "0." + new string('0', -place) + digits;
        return place >= digits.Length
            ? sign + digits + new string('0', place - digits.Length)
            : sign + digits[..place] + "." + digits[place..];
    }
}
