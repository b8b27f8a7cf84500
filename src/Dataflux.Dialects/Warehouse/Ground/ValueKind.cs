namespace Dataflux.Dialects.Warehouse.Ground;

/// <summary>What a column of a file holds.</summary>
internal enum ValueKind
{
    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>A whole number of 32 bits.</summary>
    Int32,

    /// <summary>A whole number of 64 bits.</summary>
    Int64,

    /// <summary>A binary number of 32 bits.</summary>
    Float,

    /// <summary>A binary number of 64 bits.</summary>
    Double,

    /// <summary>A decimal number with all its digits.</summary>
    Decimal,

    /// <summary>A point in time in microseconds, in UTC.</summary>
    Timestamp,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A text in UTF-8.</summary>
    Text,

    /// <summary>A JSON document, as text.</summary>
    Json,

    /// <summary>Bytes.</summary>
    Bytes,
}
