using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb.Attributes;

/// <summary>
/// Types with one form: texts, numbers with all their digits, booleans, bytes, and times as ISO 8601 of one length, so that they sort as
/// they follow each other.
/// </summary>
internal static class PlainEncodings
{
    private const string Instant = "yyyy-MM-ddTHH:mm:ss.fffffffZ";
    private static readonly Dictionary<Type, Delegate> Known =
        Entries().ToDictionary(static entry => entry.Type, static entry => entry.Encoding);

    /// <summary>The encoding of a type; <see langword="null"/>: it is none of these.</summary>
    internal static Delegate? For(Type type) => Known.GetValueOrDefault(type);

    internal static AttributeValue Text(string text) => new() { S = text };

    internal static AttributeValue Number(string digits) => new() { N = digits };

    internal static AttributeValue Binary(ReadOnlySpan<byte> bytes) => new() { B = new MemoryStream(bytes.ToArray(), writable: false) };

    private static IEnumerable<(Type Type, Delegate Encoding)> Entries() =>
    [
        Of<string>(static value => value is null ? null : Text(value)),
        Of<Text>(static value => Text(value.ToString())),
        Of<char>(static value => Text(value.ToString())),
        Of<Guid>(static value => Text(value.ToString())),
        Of<Uri>(static value => value is null ? null : Text(value.ToString())),
        Of<bool>(static value => new() { BOOL = value }),
        Of<byte[]>(static value => value is null ? null : Binary(value)),
        Of<ReadOnlyMemory<byte>>(static value => Binary(value.Span)),
        Of<Memory<byte>>(static value => Binary(value.Span)),
        Whole<sbyte>(), Whole<byte>(), Whole<short>(), Whole<ushort>(), Whole<int>(), Whole<uint>(), Whole<long>(), Whole<ulong>(),
        Whole<Int128>(), Whole<UInt128>(), Whole<BigInteger>(), Whole<decimal>(),
        Floating<float>(), Floating<double>(), Floating<Half>(),
        Of<Number>(static value => Number(value.Text)),
        Of<DateTimeOffset>(static value => Time(value.UtcDateTime)),
        Of<DateTime>(static value => Time(value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value)),
        Of<DateOnly>(static value => Text(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
        Of<TimeOnly>(static value => Text(value.ToString("HH:mm:ss.fffffff", CultureInfo.InvariantCulture))),
        Of<TimeSpan>(static value => Text(value.ToString("c", CultureInfo.InvariantCulture))),
        Nested<Json>(static (value, depth) => JsonEncoding.Of(value.Utf8, depth)),
        Nested<JsonElement>(static (value, depth) => value.ValueKind == JsonValueKind.Undefined ? null : JsonEncoding.Of(value, depth)),
        Nested<JsonDocument>(static (value, depth) => value is null ? null : JsonEncoding.Of(value.RootElement, depth)),
        Nested<JsonNode>(static (value, depth) => value is null ? null : JsonEncoding.Of(value, depth)),
        Nested<JsonObject>(static (value, depth) => value is null ? null : JsonEncoding.Of(value, depth)),
        Nested<JsonArray>(static (value, depth) => value is null ? null : JsonEncoding.Of(value, depth)),
        Of<Value>(static value => ItemEncoding.Of(value)),
        Of<ValueList>(static value => new() { L = ItemEncoding.Of(value) }),
        Of<Item>(static value => new() { M = ItemEncoding.Of(value) }),
    ];

    private static AttributeValue Time(DateTime utc) => Text(utc.ToString(Instant, CultureInfo.InvariantCulture));

    private static (Type Type, Delegate Encoding) Of<T>(Func<T, AttributeValue?> encode) => Nested<T>((value, _) => encode(value));

    private static (Type Type, Delegate Encoding) Nested<T>(AttributeEncoding<T> encoding) => (typeof(T), encoding);

    private static (Type Type, Delegate Encoding) Whole<T>()
        where T : INumber<T> => Of<T>(static value => Number(value.ToString(null, CultureInfo.InvariantCulture)));

    private static (Type Type, Delegate Encoding) Floating<T>()
        where T : IFloatingPointIeee754<T> => Of<T>(static value => T.IsFinite(value)
            ? Number(value.ToString("R", CultureInfo.InvariantCulture))
            : throw new UnfitValueException($"{value} is not a number that DynamoDB has"));
}
