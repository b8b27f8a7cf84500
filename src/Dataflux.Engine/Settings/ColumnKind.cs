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

    /// <summary>A number of binary floating point, of which the shortest digits are kept that mean it.</summary>
    Real,

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

    /// <summary>A date and a time without a zone, as text of ISO 8601.</summary>
    LocalTime,

    /// <summary>A time of day without a zone, as text of ISO 8601.</summary>
    TimeOfDay,

    /// <summary>A span of time, as text of ISO 8601.</summary>
    Span,

    /// <summary>A JSON document.</summary>
    Document,
}
