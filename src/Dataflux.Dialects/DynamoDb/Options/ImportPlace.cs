using Dataflux.Dialects.Aws.S3;
using Dataflux.Dialects.DynamoDb.Tables;

namespace Dataflux.Dialects.DynamoDb.Options;

/// <summary>Where <c>mode: import</c> writes its files, and which key the tables have that it makes.</summary>
internal sealed record ImportPlace
{
    internal required string Bucket { get; init; }

    /// <summary>Without slashes at its ends; empty for the whole bucket.</summary>
    internal required string Prefix { get; init; }

    /// <summary>The key of tables whose records do not say theirs; empty: they have to.</summary>
    internal IReadOnlyList<KeyAttribute> Key { get; init; } = [];

    /// <summary>The URL of a store other than S3 itself; <see langword="null"/>: AWS.</summary>
    internal string? Endpoint { get; init; }

    /// <summary>The place as people write it.</summary>
    internal string Location => $"{S3Store.UrlScheme}{Bucket}/{Prefix}".TrimEnd('/');

    /// <summary>Reads <c>s3://bucket/prefix</c>; <see langword="null"/>: the text is none.</summary>
    internal static ImportPlace? Parse(string? path)
    {
        if (path?.StartsWith(S3Store.UrlScheme, StringComparison.OrdinalIgnoreCase) != true)
            return null;

        var (bucket, prefix) = S3Store.Split(path);
        return bucket.Length == 0 ? null : new() { Bucket = bucket, Prefix = prefix.Trim('/') };
    }

    /// <summary>Reads attributes such as <c>pk:S</c>, the partition key first; <see langword="null"/>: the texts are none.</summary>
    internal static IReadOnlyList<KeyAttribute>? ParseKey(IReadOnlyList<string> attributes)
    {
        var key = attributes.Select(static text => text.LastIndexOf(':') is var colon and > 0 && text[(colon + 1)..] is "S" or "N" or "B"
            ? new KeyAttribute(text[..text.LastIndexOf(':')], text[^1..])
            : null).ToList();
        return key.Count > 2 || key.Contains(null) ? null : [.. key.Select(static attribute => attribute!)];
    }
}
