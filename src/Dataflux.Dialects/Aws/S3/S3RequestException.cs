namespace Dataflux.Dialects.Aws.S3;

/// <summary>A request to the store failed, at once or while its answer arrived.</summary>
/// <param name="permission">The permission that it needs, such as <c>s3:GetObject</c>.</param>
/// <param name="location">The bucket, prefix or object it was about, as <c>s3://bucket/key</c>.</param>
/// <param name="inner">What was thrown.</param>
internal sealed class S3RequestException(string permission, string location, Exception inner)
    : Exception($"{location}: {inner.Message}", inner)
{
    internal string Permission { get; } = permission;

    internal string Location { get; } = location;
}
