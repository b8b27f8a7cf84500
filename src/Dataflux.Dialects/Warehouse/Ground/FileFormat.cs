namespace Dataflux.Dialects.Warehouse.Ground;

/// <summary>How rows are written.</summary>
internal enum FileFormat
{
    /// <summary>Apache Parquet, compressed by Snappy.</summary>
    Parquet,

    /// <summary>JSON, an object a line.</summary>
    Ndjson,

    /// <summary>Values separated by commas, with a line of names.</summary>
    Csv,
}
