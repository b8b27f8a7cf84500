using System.Text;
using Amazon.DynamoDBv2.Model;

namespace Dataflux.Dialects.DynamoDb.Attributes;

/// <summary>How large an item is.</summary>
/// <param name="Stored">
/// As DynamoDB counts it: names and texts in UTF-8, two digits of a number in a byte, three bytes for a map or list and one for each
/// element.
/// </param>
/// <param name="Sent">At most so many bytes as JSON in a request: what is not ASCII is escaped, and bytes are base64.</param>
internal readonly record struct ItemSize(long Stored, long Sent)
{
    // {"PutRequest":{"Item":{}}}, and {"S":""} of an attribute.
    private const int AroundItem = 32;
    private const int AroundValue = 16;
    private const int Escaped = 6;

    /// <summary>Write units of a write without indexes.</summary>
    internal double WriteUnits => Math.Max(1, Math.Ceiling(Stored / 1024.0));

    /// <summary>Measures an item, or the key of one.</summary>
    internal static ItemSize Of(Dictionary<string, AttributeValue> item) => Members(item) + new ItemSize(0, AroundItem);

    public static ItemSize operator +(ItemSize a, ItemSize b) => new(a.Stored + b.Stored, a.Sent + b.Sent);

    private static ItemSize Members(Dictionary<string, AttributeValue> members)
    {
        var size = default(ItemSize);
        foreach (var (name, value) in members)
            size += Text(name) + Of(value);

        return size;
    }

    private static ItemSize Of(AttributeValue value) => new ItemSize(0, AroundValue) + (value switch
    {
        { S: { } text } => Text(text),
        { N: { } digits } => Digits(digits),
        { B: { } bytes } => Bytes(bytes),
        { M: { } members } => new ItemSize(3 + members.Count, 0) + Members(members),
        { L: { } list } => list.Aggregate(new ItemSize(3 + list.Count, 0), static (sum, element) => sum + Of(element)),
        { SS: { } texts } => texts.Aggregate(default(ItemSize), static (sum, text) => sum + Text(text)),
        { NS: { } numbers } => numbers.Aggregate(default(ItemSize), static (sum, digits) => sum + Digits(digits)),
        { BS: { } all } => all.Aggregate(default(ItemSize), static (sum, bytes) => sum + Bytes(bytes)),
        _ => new ItemSize(1, 0),
    });

    private static ItemSize Text(string text)
    {
        long sent = 3; // quotes and a comma
        foreach (var c in text)
            sent += c is >= ' ' and < '\x7f' and not ('"' or '\\' or '<' or '>' or '&' or '\'' or '+' or '`') ? 1 : Escaped;

        return new(Encoding.UTF8.GetByteCount(text), sent);
    }

    private static ItemSize Digits(string digits) => new(2 + (digits.Length / 2), digits.Length + 3);

    private static ItemSize Bytes(MemoryStream bytes) => new(bytes.Length, (bytes.Length * 4 / 3) + 7);
}
