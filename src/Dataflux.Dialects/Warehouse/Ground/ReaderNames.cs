namespace Dataflux.Dialects.Warehouse.Ground;

/// <summary>The warehouses that are known, by their names in definitions.</summary>
internal static class ReaderNames
{
    internal const string Athena = "athena";
    internal const string Redshift = "redshift";
    internal const string BigQuery = "bigquery";

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<string> All { get; } = [Athena, Redshift, BigQuery];
}
