namespace Dataflux.Dialects.Sql.Verifying;

/// <summary>
/// What a comparison that is interrupted needs to go on: what it found is in files beside it, up to the lengths that are said here.
/// </summary>
/// <param name="Catalog">The shape of the tables.</param>
/// <param name="LastPlace">The last place that was given.</param>
/// <param name="LeftOut">SQL that was not run, and how often.</param>
/// <param name="Suspects">The records and deletes.</param>
/// <param name="Owned">The keys of owned tables, by table.</param>
internal sealed record StoredComparison(
    string Catalog,
    int LastPlace,
    IReadOnlyDictionary<string, long> LeftOut,
    IReadOnlyList<StoredSuspects> Suspects,
    IReadOnlyDictionary<string, StoredKeys> Owned);
