using Amazon.DynamoDBv2.Model;

namespace Dataflux.Dialects.DynamoDb.Attributes;

/// <summary>An encoding for a value whose type is known only where it is met.</summary>
internal interface IBoxedEncoding
{
    /// <summary>Encodes a value of the encoding's type.</summary>
    AttributeValue? Encode(object value, int depth);
}
