namespace Dataflux.Engine.Targets;

/// <summary>
/// A target whose sessions write nothing: they compare what a profile would write with what is there. What they cannot tell from one record
/// alone is settled at the end, when all records of a key are known.
/// </summary>
public interface IComparison : ITargetConnection
{
    /// <summary>What of the profile cannot be compared, a line for each; no reason not to compare the rest.</summary>
    IReadOnlyList<string> NotVerified { get; }

    /// <summary>SHA-256 over the shape of the tables; <see langword="null"/>: it is not known.</summary>
    string? CatalogHash { get; }

    /// <summary>Whether any of the tables has rows, once prepared: without any there is nothing to compare.</summary>
    /// <param name="cancellation">Stops the call.</param>
    Task<bool> HasRowsAsync(CancellationToken cancellation);

    /// <summary>
    /// Makes sure that what was found of batches that are compared is on disk: what comes then says that parts are done. A comparison of
    /// the same (<see cref="ComparisonRequest.GoesOn"/>) finds it there.
    /// </summary>
    void Keep();

    /// <summary>Compares the rows of records that were kept, one after the other as the whole run would write them.</summary>
    /// <param name="keys">Only these, by their hashes; <see langword="null"/>: all.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>What differs.</returns>
    IAsyncEnumerable<Difference> SettleAsync(IReadOnlySet<ulong>? keys, CancellationToken cancellation);

    /// <summary>The parts from which records or deletes of some keys were kept.</summary>
    /// <param name="keys">Their hashes.</param>
    /// <returns><see langword="null"/>: of some it is not known.</returns>
    IReadOnlySet<string>? PartsOf(IReadOnlySet<ulong> keys);

    /// <summary>Looks for rows of the owned tables that no record has made.</summary>
    /// <param name="take">Takes each of them.</param>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The account of each owned table.</returns>
    Task<IReadOnlyList<TableRows>> FindExtraAsync(Action<Difference> take, CancellationToken cancellation);
}
