namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>A data file and the object it is in.</summary>
/// <param name="File">The file as its manifest describes it.</param>
/// <param name="Key">The object's key, which differs from the manifest's when the export was copied.</param>
/// <param name="Size">The object's size in bytes; 0 when it is empty or not known.</param>
internal sealed record S3DataFile(ManifestFile File, string Key, long Size);
