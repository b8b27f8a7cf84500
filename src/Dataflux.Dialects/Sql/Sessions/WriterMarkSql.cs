namespace Dataflux.Dialects.Sql.Sessions;

/// <summary>The statements of a <see cref="WriterMark"/>; the first parameter is the migration, the second one the owner.</summary>
internal sealed record WriterMarkSql
{
    /// <summary>Gives whether the table is there.</summary>
    internal required string IsThere { get; init; }

    /// <summary>Makes the table, unless another migration has just done it.</summary>
    internal required string Make { get; init; }

    /// <summary>Gives who raised the epoch last.</summary>
    internal required string Owner { get; init; }

    /// <summary>Raises the epoch.</summary>
    internal required string Raise { get; init; }
}
