namespace Dataflux.Engine.Settings;

/// <summary>What a column holds; each kind of target has a type for it.</summary>
public enum ColumnKind
{
    /// <summary>A text of any length.</summary>
    Text,

    /// <summary>A UUID.</summary>
    Uuid,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>A number with all of its digits, 38 at most.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Several texts.</summary>
    Texts,

    /// <summary>Several numbers.</summary>
    Numbers,

    /// <summary>Several binaries.</summary>
    Binaries,

    /// <summary>A point in time.</summary>
    Time,

    /// <summary>A date without a time.</summary>
    Date,

    /// <summary>A JSON document.</summary>
    Document,
}
