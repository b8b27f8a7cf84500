namespace Dataflux.Dialects.Sql;

/// <summary>
/// The statements of a <see cref="State.StateTable"/>. Their parameters come in the order migration, name, content, content before, as
/// many of them as a statement needs.
/// </summary>
internal sealed record StateTableSql
{
    /// <summary>Gives whether the table is there.</summary>
    internal required string IsThere { get; init; }

    /// <summary>Makes the table, unless another migration has just done it.</summary>
    internal required string Make { get; init; }

    /// <summary>Gives names and contents of a migration, by name.</summary>
    internal required string Read { get; init; }

    /// <summary>Writes a document, over another one of its name.</summary>
    internal required string Put { get; init; }

    /// <summary>Writes a document over the one that has the content before, or this content already.</summary>
    internal required string Replace { get; init; }

    /// <summary>Deletes all documents of a migration.</summary>
    internal required string Delete { get; init; }
}
