namespace Dataflux.Dialects.Sql.Catalog;

/// <summary>A table as the catalog has it.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns, in order.</param>
/// <param name="UniqueKeys">Each unique index that a merge can go by: complete, immediate, plain columns.</param>
internal sealed record CatalogTable(
    string Schema,
    string Name,
    IReadOnlyList<CatalogColumn> Columns,
    IReadOnlyList<UniqueKey> UniqueKeys)
{
    /// <summary>What it is instead of a table: <c>view</c>, <c>foreign table</c>; <see langword="null"/>: a table.</summary>
    internal string? OtherKind { get; init; }

    /// <summary>What keeps its rows, where a database has several of these; otherwise <see langword="null"/>.</summary>
    internal string? Engine { get; init; }

    /// <summary>Whether its rows are in tables that are parts of it.</summary>
    internal bool IsPartitioned { get; init; }

    /// <summary>
    /// Whether a bulk load and INSERT do the same to it: a table alone, without rules, policies and triggers of its own.
    /// </summary>
    internal bool IsPlain { get; init; }

    /// <summary>Whether triggers, policies or tables that inherit from it may keep a row from it without an error.</summary>
    internal bool MaySwallow { get; init; }

    /// <summary>Whether tables may inherit from it whose rows are not its own, although a query of it shows them.</summary>
    internal bool HasHeirs { get; init; }

    /// <summary>Its name for people.</summary>
    internal required string NameText { get; init; }

    /// <summary>Its foreign keys.</summary>
    internal IReadOnlyList<ForeignKey> ForeignKeys { get; init; } = [];

    /// <summary>Its unique indexes and exclusion constraints that a merge cannot go by.</summary>
    internal IReadOnlyList<UnfitIndex> UnfitIndexes { get; init; } = [];

    /// <summary>Its rules that rewrite what is written to it.</summary>
    internal IReadOnlyList<TableRule> Rules { get; init; } = [];

    /// <summary>Whether foreign keys refer to it.</summary>
    internal bool IsReferenced { get; init; }

    /// <summary>The column of that name.</summary>
    internal CatalogColumn? Column(string name)
    {
        foreach (var column in Columns)
        {
            if (column.Name == name)
                return column;
        }

        return null;
    }

    /// <summary>Whether a usable unique index is on exactly these columns, in any order.</summary>
    internal bool HasUniqueKey(IReadOnlyList<string> columns) => UniqueKeys.Any(key => key.IsOn(columns));

    /// <summary>Whether the unique index on exactly these columns takes two nulls for one value.</summary>
    internal bool TakesNullsAsEqual(IReadOnlyList<string> columns) => UniqueKeys.Any(key => key.NullsAreEqual && key.IsOn(columns));
}
