namespace Dataflux.Profiles;

/// <summary>
/// The ten types of a DynamoDB attribute, named as in its JSON
/// (Amazon DynamoDB API Reference, AttributeValue).
/// </summary>
public enum AttributeType : byte
{
    /// <summary>String.</summary>
    S,

    /// <summary>Number, up to 38 significant digits.</summary>
    N,

    /// <summary>Binary.</summary>
    B,

    /// <summary>Boolean.</summary>
    BOOL,

    /// <summary>Null.</summary>
    NULL,

    /// <summary>Map: named attributes.</summary>
    M,

    /// <summary>List of values of any type.</summary>
    L,

    /// <summary>Set of strings.</summary>
    SS,

    /// <summary>Set of numbers.</summary>
    NS,

    /// <summary>Set of binaries.</summary>
    BS,
}
