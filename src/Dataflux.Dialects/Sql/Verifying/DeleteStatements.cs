using Dataflux.Dialects.Sql.Binding;

namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>The SQL that settles the deletes of one table: of each key only what comes after its last delete counts.</summary>
/// <param name="keys">The table, with the key's columns alone.</param>
internal abstract class DeleteStatements(TableBinding keys)
{
    /// <summary>The table, with the key's columns alone.</summary>
    internal TableBinding Keys { get; } = keys;

    /// <summary>Makes the temporary table.</summary>
    internal abstract string Make { get; }

    /// <summary>Drops it.</summary>
    internal abstract string Drop { get; }

    /// <summary>Gives the places and keys of those behind which nothing comes and whose rows are there.</summary>
    internal abstract string StillThere { get; }
}
