using Amazon.DynamoDBv2.Model;

namespace Dataflux.Dialects.DynamoDb.Attributes;

/// <summary>The encoding of a type.</summary>
/// <param name="encode">Encodes a value.</param>
internal sealed class TypedEncoding<T>(AttributeEncoding<T> encode) : IBoxedEncoding
{
    /// <summary>Encodes a value.</summary>
    internal AttributeEncoding<T> Encode { get; } = encode;

    AttributeValue? IBoxedEncoding.Encode(object value, int depth) => Encode((T)value, depth);
}
