namespace Dataflux.Dialects.PostgreSql.Reading;

/// <summary>What rows are read from: a table, a partition without partitions of its own, or a query.</summary>
internal sealed record Relation
{
    /// <summary>Its name for people, and in the names of its parts.</summary>
    internal required string Name { get; init; }

    /// <summary>Its number; 0: it is a query.</summary>
    internal uint Oid { get; init; }

    /// <summary>What stands behind FROM.</summary>
    internal required string From { get; init; }

    /// <summary>The table that was asked for, for people: of a partition the partitioned one.</summary>
    internal required string Table { get; init; }

    /// <summary>Its columns.</summary>
    internal required IReadOnlyList<SourceColumn> Columns { get; init; }

    /// <summary>The columns that tell its rows apart and are read in the order of; empty: it has no order.</summary>
    internal IReadOnlyList<SourceColumn> Key { get; init; } = [];

    /// <summary>Whether an index says that no two rows have the same key, and none has a null in it.</summary>
    internal bool IsKeyProven { get; init; }

    /// <summary>The pages it has; <see langword="null"/>: it is no table with pages of its own.</summary>
    internal long? Pages { get; init; }

    /// <summary>The columns as they are sent.</summary>
    internal string Select => string.Join(", ", Columns.Select(static column => column.Sent));

    /// <summary>The columns with their types: what rows are decoded by.</summary>
    internal string Shape => string.Join(", ", Columns.Select(static column => $"{column.Name} {column.Type.Sql}"));

    /// <summary>The key for SQL, such as <c>q."a", q."b"</c>.</summary>
    internal string KeySql => string.Join(", ", Key.Select(static column => column.Sql));
}
