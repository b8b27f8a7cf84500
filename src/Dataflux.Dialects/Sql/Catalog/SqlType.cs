namespace Dataflux.Dialects.Sql.Catalog;

/// <summary>A column's type, as far as all databases of SQL have it.</summary>
internal abstract record SqlType
{
    /// <summary>The name for SQL, quoted and schema-qualified as needed, without length or precision.</summary>
    internal required string Sql { get; init; }

    /// <summary>Whether two values can be compared with <c>=</c> and equal ones are the same value.</summary>
    internal required bool HasEquality { get; init; }

    /// <summary>The labels of an enum, in order.</summary>
    internal IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether its values are documents, which are costly to compare.</summary>
    internal abstract bool IsDocument { get; }

    /// <summary>Whether values that differ in .NET may be equal.</summary>
    internal abstract bool IsLoose { get; }

    /// <summary>Whether <c>=</c>, where there is one, tells whether a value is changed.</summary>
    internal abstract bool IsComparedByValue { get; }

    /// <summary>A value for SQL, to be compared.</summary>
    internal virtual string Compared(string value) => value;
}
