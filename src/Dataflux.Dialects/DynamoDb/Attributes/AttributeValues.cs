using System.Text;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb.Attributes;

/// <summary>What attributes' values are, whatever made them.</summary>
internal static class AttributeValues
{
    /// <summary>The type, as DynamoDB writes it.</summary>
    internal static string TypeOf(AttributeValue value) => value switch
    {
        { S: not null } => "S",
        { N: not null } => "N",
        { B: not null } => "B",
        { BOOL: not null } => "BOOL",
        { M: not null } => "M",
        { L: not null } => "L",
        { SS: not null } => "SS",
        { NS: not null } => "NS",
        { BS: not null } => "BS",
        _ => "NULL",
    };

    /// <summary>The text that tells the value of a key from all others: numbers are equal however they are written.</summary>
    internal static string KeyText(AttributeValue value) => value switch
    {
        { S: { } text } => "S" + text,
        { N: { } digits } => "N" + Digits(digits),
        { B: { } bytes } => "B" + Convert.ToHexString(BytesOf(bytes)),
        _ => TypeOf(value),
    };

    /// <summary>How many bytes the value of a key has, as DynamoDB counts them; numbers are short enough.</summary>
    /// <exception cref="UnfitValueException">It is a text that is none.</exception>
    internal static long LengthOf(AttributeValue value) => value switch
    {
        { S: { } text } => Encoding.UTF8.GetByteCount(WellFormed.Check(text)),
        { B: { } bytes } => bytes.Length,
        _ => 1,
    };

    /// <summary>Whether two items have the same attributes with the same values.</summary>
    internal static bool AreSame(Dictionary<string, AttributeValue> a, Dictionary<string, AttributeValue> b)
    {
        if (a.Count != b.Count)
            return false;

        foreach (var (name, value) in a)
        {
            if (!b.TryGetValue(name, out var other) || !AreSame(value, other))
                return false;
        }

        return true;
    }

    /// <summary>Compares versions, of the same type.</summary>
    /// <returns>Less than 0 where <paramref name="a"/> is older; <see langword="null"/>: they cannot be compared.</returns>
    internal static int? Compare(AttributeValue a, AttributeValue b) => (a, b) switch
    {
        ({ S: { } x }, { S: { } y }) => CompareUtf8(x, y),
        ({ N: { } x }, { N: { } y }) when Number.TryParse(x, out var one) && Number.TryParse(y, out var other) => one.CompareTo(other),
        ({ B: { } x }, { B: { } y }) => BytesOf(x).SequenceCompareTo(BytesOf(y)),
        _ => null,
    };

    internal static ReadOnlySpan<byte> BytesOf(MemoryStream bytes) =>
        bytes.TryGetBuffer(out var buffer) ? buffer.AsSpan() : bytes.ToArray();

    private static bool AreSame(AttributeValue a, AttributeValue b) => (a, b) switch
    {
        ({ S: { } x }, { S: { } y }) => x == y,
        ({ N: { } x }, { N: { } y }) => x == y || Digits(x) == Digits(y),
        ({ B: { } x }, { B: { } y }) => BytesOf(x).SequenceEqual(BytesOf(y)),
        ({ BOOL: { } x }, { BOOL: { } y }) => x == y,
        ({ M: { } x }, { M: { } y }) => AreSame(x, y),
        ({ L: { } x }, { L: { } y }) => x.Count == y.Count && x.Zip(y).All(static pair => AreSame(pair.First, pair.Second)),
        ({ SS: { } x }, { SS: { } y }) => AreSameSets(x, y),
        ({ NS: { } x }, { NS: { } y }) => AreSameSets(x.Select(Digits), y.Select(Digits)),
        ({ BS: { } x }, { BS: { } y }) => AreSameSets(x.Select(Hex), y.Select(Hex)),
        _ => TypeOf(a) == "NULL" && TypeOf(b) == "NULL",
    };

    private static bool AreSameSets(IEnumerable<string> a, IEnumerable<string> b) => a.ToHashSet(StringComparer.Ordinal).SetEquals(b);

    // DynamoDB orders texts by their bytes in UTF-8, which is the order of code points.
    private static int CompareUtf8(string a, string b)
    {
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] != b[i])
                return char.IsSurrogate(a[i]) == char.IsSurrogate(b[i]) ? a[i].CompareTo(b[i]) : char.IsSurrogate(a[i]) ? 1 : -1;
        }

        return a.Length.CompareTo(b.Length);
    }

    /// <summary>The number in one spelling.</summary>
    internal static string Digits(string number) => Number.TryParse(number, out var parsed) ? parsed.Text : number;

    /// <summary>Bytes as a text that can be compared.</summary>
    internal static string Hex(MemoryStream bytes) => Convert.ToHexString(BytesOf(bytes));
}
