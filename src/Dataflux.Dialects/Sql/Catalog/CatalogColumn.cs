namespace Dataflux.Dialects.Sql.Catalog;

/// <summary>A column as the catalog has it.</summary>
internal sealed record CatalogColumn
{
    /// <summary>The column's name.</summary>
    internal required string Name { get; init; }

    /// <summary>Its type, domains followed.</summary>
    internal required SqlType Type { get; init; }

    /// <summary>The type for people, as declared: <c>character varying(20)</c>, <c>email</c>.</summary>
    internal required string Declared { get; init; }

    /// <summary>
    /// The type with its precision (<c>numeric(10,2)</c>, <c>timestamp(3) …</c>) where storing rounds; otherwise <see langword="null"/>.
    /// </summary>
    internal string? Rounded { get; init; }

    /// <summary>Whether it refuses nulls.</summary>
    internal bool NotNull { get; init; }

    /// <summary>Whether it has a default or fills itself.</summary>
    internal bool HasDefault { get; init; }

    /// <summary>Whether the database computes it.</summary>
    internal bool IsGenerated { get; init; }

    /// <summary>Whether the database numbers it (<c>generated always as identity</c>), and it cannot be updated.</summary>
    internal bool IsIdentityAlways { get; init; }

    /// <summary>Its collation for SQL where that calls different texts equal; otherwise <see langword="null"/>.</summary>
    internal string? LooseCollation { get; init; }

    /// <summary>A value of the column for SQL, to be compared.</summary>
    internal string Compared(string value) => Type.Compared(value);

    /// <summary>Whether values that <c>=</c> calls equal are the same value.</summary>
    internal bool HasExactEquality => Type.HasEquality && LooseCollation is null;

    /// <summary>Whether <c>=</c> tells whether a value is changed.</summary>
    internal bool IsComparedByValue => HasExactEquality && Type.IsComparedByValue;

    /// <summary>Which of INSERT, SELECT, UPDATE this user lacks on it.</summary>
    internal IReadOnlyList<string> Denied { get; init; } = [];
}
