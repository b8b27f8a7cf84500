using Amazon.DynamoDBv2.Model;

namespace Dataflux.Dialects.DynamoDb.Attributes;

/// <summary>Makes an attribute's value of a property's.</summary>
/// <param name="value">The value.</param>
/// <param name="depth">How many maps and lists are around it.</param>
/// <returns>The attribute's value; <see langword="null"/> leaves the attribute out.</returns>
internal delegate AttributeValue? AttributeEncoding<in T>(T value, int depth);
