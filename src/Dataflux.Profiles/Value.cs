namespace Dataflux.Profiles;

/// <summary>One typed attribute value: of an item, a map or a list.</summary>
public readonly struct Value
{
    /// <summary>The value's DynamoDB type.</summary>
    public AttributeType Type => throw new NotSupportedException();
}
