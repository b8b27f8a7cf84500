namespace Dataflux.Dialects.MySql.Catalog;

/// <summary>What the values of a type are.</summary>
internal enum MySqlKind
{
    /// <summary>A text; an enum or a set, too.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A decimal number.</summary>
    Decimal,

    /// <summary>A floating-point number.</summary>
    Float,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Bits, as a number.</summary>
    Bit,

    /// <summary>A date.</summary>
    Date,

    /// <summary>A date with a time.</summary>
    DateTime,

    /// <summary>A time of day, or a span of time.</summary>
    Time,

    /// <summary>MySQL's own JSON.</summary>
    Json,

    /// <summary>MariaDB's UUID.</summary>
    Uuid,

    /// <summary>What is not written.</summary>
    Other,
}
