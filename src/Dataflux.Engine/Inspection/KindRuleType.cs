namespace Dataflux.Engine.Inspection;

/// <summary>The ways in which kinds of items are told apart.</summary>
public enum KindRuleType
{
    /// <summary>All items are of one kind.</summary>
    None,

    /// <summary>By the value of an attribute such as <c>type</c>.</summary>
    TypeAttribute,

    /// <summary>By the fixed parts of key attributes, such as <c>USER#</c> and <c>ORDER#</c>.</summary>
    KeyPrefix,

    /// <summary>By the attributes that items have.</summary>
    Attributes,
}
