namespace Dataflux.Dialects.Aws.S3;

/// <summary>An object was replaced between two requests for parts of it.</summary>
internal sealed class S3ChangedException(string location)
    : Exception($"{location}: the object was replaced while it was read; let the copying into the bucket end, then run again");
