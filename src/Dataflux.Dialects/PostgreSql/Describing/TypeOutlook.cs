using Dataflux.Dialects.PostgreSql.Catalog;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;

namespace Dataflux.Dialects.PostgreSql.Describing;

/// <summary>What the values of a type become as attributes, as <see cref="Decoding.ValueReaders"/> writes them.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Attributes">The types of the attribute, without NULL.</param>
/// <param name="Caution">What is not carried; <see langword="null"/>: all is.</param>
internal sealed record TypeOutlook(ColumnKind Kind, IReadOnlyList<AttributeType> Attributes, string? Caution = null)
{
    // What DynamoDB has.
    private const int MostDigits = 38;
    private const int DigitsOfMoney = 19;
    private const int HeadOfModifier = 4;

    private const string NoNumbers = "NaN and infinities reject the row";

    private static readonly TypeOutlook Text = new(ColumnKind.Text, [AttributeType.S]);
    private static readonly TypeOutlook Integer = new(ColumnKind.Integer, [AttributeType.N]);
    private static readonly TypeOutlook Map = new(ColumnKind.Document, [AttributeType.M]);

    private static readonly TypeOutlook Real =
        new(ColumnKind.Real, [AttributeType.N], $"{NoNumbers}, as does what is beyond 9.99E+125 or nearer to 0 than 1E-130");

    private static readonly TypeOutlook Document = new(
        ColumnKind.Document,
        [AttributeType.M, AttributeType.L, AttributeType.S, AttributeType.N, AttributeType.BOOL],
        "a number of more than 38 digits rejects the row; its null is not told from SQL's");

    /// <summary>The most digits that numbers have; <see langword="null"/>: any number of them.</summary>
    internal int? Digits { get; private init; }

    /// <summary>The outlook of a type.</summary>
    /// <param name="type">The type, domains followed.</param>
    /// <param name="modifier">Its modifier, such as precision and scale; -1: none.</param>
    internal static TypeOutlook Of(PostgreSqlType type, int modifier)
    {
        if (type.Element is { } element)
        {
            var caution = Of(element, modifier).Caution is { } own ? $"; {own}" : "";
            return new(ColumnKind.Document, [AttributeType.L], $"bounds that do not begin at 1 are not kept{caution}");
        }

        return type.Oid switch
        {
            TypeOid.Bool => new(ColumnKind.Boolean, [AttributeType.BOOL]),
            TypeOid.Bytea => new(ColumnKind.Bytes, [AttributeType.B]),
            TypeOid.Uuid => new(ColumnKind.Uuid, [AttributeType.S]),
            TypeOid.Int2 or TypeOid.Int4 or TypeOid.Int8 => Integer,
            TypeOid.Float4 or TypeOid.Float8 => Real,
            TypeOid.Numeric => OfNumeric(modifier),
            TypeOid.Json => Document with { Caution = $"{Document.Caution}; a name twice in an object rejects the row" },
            TypeOid.Jsonb => Document,
            TypeOid.Date => new(ColumnKind.Date, [AttributeType.S]),
            TypeOid.Time => new(ColumnKind.TimeOfDay, [AttributeType.S]),
            TypeOid.Timestamp => new(ColumnKind.LocalTime, [AttributeType.S]),
            TypeOid.TimestampTz => new(ColumnKind.Time, [AttributeType.S]),
            TypeOid.Interval => new(ColumnKind.Span, [AttributeType.S]),
            TypeOid.TimeTz => Text,
            _ => Other(type),
        };
    }

    private static TypeOutlook Other(PostgreSqlType type) =>
        type.IsText || type.Kind == 'e' ? Text
        : type.Kind is 'c' or 'p' ? Map
        : type.Name switch
        {
            "oid" => Integer,
            "money" => new(ColumnKind.Number, [AttributeType.N]) { Digits = DigitsOfMoney },
            "hstore" => Map,
            _ => Text with { Caution = "as text, as the server writes it" },
        };

    // Precision and scale, the scale with 11 bits and a sign (numeric.c).
    private static TypeOutlook OfNumeric(int modifier)
    {
        var outlook = new TypeOutlook(ColumnKind.Number, [AttributeType.N], NoNumbers);
        if (modifier < HeadOfModifier)
            return outlook with { Caution = $"more than {MostDigits} digits, {NoNumbers}" };

        var precision = ((modifier - HeadOfModifier) >> 16) & 0xFFFF;
        var scale = (((modifier - HeadOfModifier) & 0x7FF) ^ 1024) - 1024;
        var digits = Math.Max(precision, scale) + Math.Max(0, -scale);
        return outlook with
        {
            Digits = digits,
            Caution = precision > MostDigits ? $"more than {MostDigits} digits, {NoNumbers}" : NoNumbers,
        };
    }
}
