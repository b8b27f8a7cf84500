namespace Dataflux.Dialects.Aws.S3;

/// <summary>An object as a listing shows it.</summary>
/// <param name="Key">The key, from the root of the bucket.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="ETag">The ETag without quotes; another one means that the object was written again.</param>
internal sealed record S3Object(string Key, long Size, string ETag);
