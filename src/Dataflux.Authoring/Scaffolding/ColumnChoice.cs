using Dataflux.Engine.Inspection;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>
/// Chooses a column's type for an attribute. Where all of its values were looked at, the type fits them; where only some were, it
/// takes whatever may come.
/// </summary>
internal static class ColumnChoice
{
    // Int64 has 18 digits and some; a decimal 28 and some.
    private const int MostIntegerDigits = 18;
    private const int MostDecimalDigits = 28;
    private static readonly string[] EndsOfTimes = ["at", "time", "timestamp", "ts", "ttl", "date"];
    private static readonly string[] WordsOfTimes = ["created", "updated", "modified", "expires", "expiry", "expiration"];

    /// <summary>The type for an attribute.</summary>
    /// <param name="attribute">What is known of it.</param>
    /// <param name="isKey">Whether it is part of the key, which DynamoDB keeps to one type.</param>
    /// <param name="isPartial">Whether there may be items that were not looked at.</param>
    internal static ColumnType Of(AttributeInspection attribute, bool isKey, bool isPartial)
    {
        var types = attribute.Types.Keys.Where(static type => type != AttributeType.NULL).ToList();
        if (isPartial)
            return Tolerant(types, isKey);

        return types switch
        {
            // DynamoDB tells keys apart by their characters: UUIDs in another case and instants in another zone are other items.
            [AttributeType.S] => isKey ? ColumnType.Text : OfText(attribute.Texts!),
            [AttributeType.N] => OfNumber(attribute, isKey),
            [AttributeType.BOOL] => ColumnType.Boolean,
            [AttributeType.B] => ColumnType.Bytes,
            [AttributeType.SS] => ColumnType.Texts,
            [AttributeType.NS] => ColumnType.Numbers,
            [AttributeType.BS] => ColumnType.Binaries,
            _ when types.Count == 2 && IsNumberOrItsText(attribute) => OfNumberOrText(attribute),
            _ => ColumnType.Document,
        };
    }

    /// <summary>The type for a column that somebody declared: it takes all that may be in there.</summary>
    /// <param name="column">The column.</param>
    internal static ColumnType Of(DescribedColumn column) => column.Kind switch
    {
        ColumnKind.Integer => ColumnType.Integer,
        ColumnKind.Number => column.Digits <= MostDecimalDigits ? ColumnType.Decimal : ColumnType.Number,
        ColumnKind.Real => ColumnType.Real,
        ColumnKind.Boolean => ColumnType.Boolean,
        ColumnKind.Bytes => ColumnType.Bytes,
        ColumnKind.Uuid => ColumnType.Uuid,
        ColumnKind.Time => ColumnType.Time,
        ColumnKind.Date => ColumnType.Date,
        ColumnKind.LocalTime => ColumnType.LocalTime,
        ColumnKind.TimeOfDay => ColumnType.TimeOfDay,
        ColumnKind.Span => ColumnType.Span,
        ColumnKind.Text => ColumnType.Text,
        _ => ColumnType.Document,
    };

    private static ColumnType Tolerant(List<AttributeType> types, bool isKey) => (types, isKey) switch
    {
        ([AttributeType.S], true) => ColumnType.Text,
        ([AttributeType.N], true) => ColumnType.Number,
        ([AttributeType.B], true) => ColumnType.Bytes,
        ([AttributeType.S], _) => ColumnType.AnyText,
        ([AttributeType.N], _) => ColumnType.AnyNumber,
        ([AttributeType.BOOL], _) => ColumnType.AnyBoolean,
        ([AttributeType.B], _) => ColumnType.AnyBytes,
        _ => ColumnType.Document,
    };

    private static ColumnType OfText(TextFindings texts) =>
        texts.Uuids == texts.Count ? ColumnType.Uuid
        : texts.Times == texts.Count ? ColumnType.Time
        : texts.Dates == texts.Count ? ColumnType.Date
        : ColumnType.Text;

    private static ColumnType OfNumber(AttributeInspection attribute, bool isKey)
    {
        var numbers = attribute.Numbers!;
        if (numbers.FractionDigits > 0 || numbers.WholeDigits > MostIntegerDigits)
            return numbers.WholeDigits + numbers.FractionDigits > MostDecimalDigits ? ColumnType.Number : ColumnType.Decimal;

        if (isKey || !SoundsLikeTime(attribute.Name!))
            return ColumnType.Integer;

        return numbers.EpochSeconds == numbers.Count ? ColumnType.Since1970(nameof(Epoch.Seconds))
            : numbers.EpochMilliseconds == numbers.Count ? ColumnType.Since1970(nameof(Epoch.Milliseconds))
            : numbers.EpochMicroseconds == numbers.Count ? ColumnType.Since1970(nameof(Epoch.Microseconds))
            : ColumnType.Integer;
    }

    private static bool IsNumberOrItsText(AttributeInspection attribute) =>
        attribute is { Numbers: not null, Texts: { } texts } && texts.Numbers == texts.Count;

    private static ColumnType OfNumberOrText(AttributeInspection attribute) =>
        attribute is { Numbers: { FractionDigits: 0, WholeDigits: <= MostIntegerDigits }, Texts: { } texts }
            && texts.Integers == texts.Count
            ? ColumnType.IntegerOrText
            : ColumnType.NumberOrText;

    /// <summary>Numbers of that size may be anything; only with a name like <c>createdAt</c> they are times.</summary>
    private static bool SoundsLikeTime(string attribute)
    {
        var words = NameWords.Of(attribute);
        return words.Count > 0
            && (EndsOfTimes.Contains(words[^1], StringComparer.Ordinal) || words.Intersect(WordsOfTimes, StringComparer.Ordinal).Any());
    }
}
