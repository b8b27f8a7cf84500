using System.Globalization;
using Dataflux.Dialects.Sql;
using Dataflux.Dialects.Warehouse.Ground;

namespace Dataflux.Dialects.Warehouse.Columns;

/// <summary>Plain decimal texts as unscaled numbers, and back. Nothing is rounded.</summary>
internal static class DecimalText
{
    /// <summary>Reads an optional sign, digits, and perhaps a point and more digits.</summary>
    /// <exception cref="ValueException">The column has too few digits for it.</exception>
    internal static Int128 Parse(ReadOnlySpan<char> text, FileType type)
    {
        var digits = text.TrimStart('-');
        var point = digits.IndexOf('.');
        var whole = (point < 0 ? digits : digits[..point]).TrimStart('0');
        var fraction = point < 0 ? default : digits[(point + 1)..].TrimEnd('0');
        if (fraction.Length > type.Scale || whole.Length > type.Precision - type.Scale)
        {
            throw new ValueException(
                ValueException.OutOfRange,
                $"is {text}, and the column is {type}: it holds {type.Precision - type.Scale} digits before the point and {type.Scale} "
                + "behind it. Say the digits with [Column(TypeName = \"decimal(38,4)\")], or keep the number as text with "
                + "[Column(TypeName = \"text\")]");
        }

        var unscaled = Int128.Zero;
        foreach (var digit in whole)
            unscaled = (unscaled * 10) + (digit - '0');

        for (var i = 0; i < type.Scale; i++)
            unscaled = (unscaled * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);

        return text[0] == '-' ? -unscaled : unscaled;
    }

    /// <summary>Writes a number without zeros that say nothing at the end of its fraction.</summary>
    internal static string Format(Int128 unscaled, int scale)
    {
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var fraction = digits.AsSpan(digits.Length - scale).TrimEnd('0');
        var whole = digits.AsSpan(0, digits.Length - scale);
        return (unscaled < 0 ? "-" : "") + (fraction.IsEmpty ? whole.ToString() : $"{whole}.{fraction}");
    }
}
