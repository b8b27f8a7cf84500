namespace Dataflux.Dialects.Sql.Catalog;

/// <summary>A foreign key of a table.</summary>
/// <param name="Name">The constraint's name.</param>
/// <param name="Schema">The schema of the table that it refers to.</param>
/// <param name="Table">The table that it refers to.</param>
/// <param name="Columns">The columns that refer.</param>
/// <param name="Referenced">The columns that they refer to, in the same order.</param>
internal sealed record ForeignKey(string Name, string Schema, string Table, IReadOnlyList<string> Columns, IReadOnlyList<string> Referenced)
{
    /// <summary>Whether it refers to its own table.</summary>
    internal bool IsToItself { get; init; }

    /// <summary>Whether it is only checked when a transaction is committed.</summary>
    internal bool IsDeferred { get; init; }

    /// <summary>
    /// Whether this user can ask which rows it will refuse: sees the rows that it refers to, which compare as the constraint compares them.
    /// </summary>
    internal bool CanBeAsked { get; init; }

    /// <summary>Whether the rows of tables that inherit from the one it refers to do not count.</summary>
    internal bool IsToOnly { get; init; }

    /// <summary>The table that it refers to, for people.</summary>
    internal required string TableText { get; init; }
}
