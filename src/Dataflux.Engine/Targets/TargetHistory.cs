using System.Collections.Immutable;

namespace Dataflux.Engine.Targets;

/// <summary>
/// What a target says of itself and its tables, to be compared later: whether it still is the same target, and its tables still the ones
/// that rows were written to. The texts mean something to the dialect only; they are equal or not.
/// </summary>
public sealed record TargetHistory
{
    /// <summary>The server with its data, wherever it runs; <see langword="null"/>: the user may not know.</summary>
    public string? System { get; init; }

    /// <summary>The database in it.</summary>
    public required string Database { get; init; }

    /// <summary>
    /// Changes when another server takes over, or the server is recovered to an earlier time; <see langword="null"/>: not known.
    /// </summary>
    public string? Timeline { get; init; }

    /// <summary>Changes when the server is started again, after a crash say.</summary>
    public string? Start { get; init; }

    /// <summary>What each table is, its partitions included: changes when the table is emptied, replaced or rewritten as a whole.</summary>
    public ImmutableSortedDictionary<string, string> Tables { get; init; } = ImmutableSortedDictionary.Create<string, string>(
        StringComparer.Ordinal);

    /// <summary>Those of them that a crash of the server empties.</summary>
    public ImmutableSortedSet<string> Volatile { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
}
