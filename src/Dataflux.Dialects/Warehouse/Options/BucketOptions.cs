using Dataflux.Dialects.Aws;
using Dataflux.Dialects.Aws.S3;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.Warehouse.Options;

/// <summary>The bucket that files are shown in. Credentials are none of the options: they come from the standard AWS chain.</summary>
internal sealed record BucketOptions
{
    private const string Section = "target";

    /// <summary>The keys, in the order they are documented.</summary>
    internal static IReadOnlyList<DialectOption> All { get; } =
    [
        AwsLogin.RegionOption("The region of the bucket in 'path'. The default is AWS_REGION, then the region of the AWS profile."),
        AwsLogin.EndpointOption("The URL of an S3-compatible store, such as http://localhost:9000.", "http://localhost:9000"),
        S3Clients.PathStyleOption,
        AwsLogin.ProfileOption,
        AwsLogin.RoleArnOption("The role to assume before writing.", "arn:aws:iam::123456789012:role/write-lake"),
        AwsLogin.ExternalIdOption,
    ];

    internal required string Name { get; init; }

    /// <summary>Without slashes at its ends; empty for the whole bucket.</summary>
    internal required string Prefix { get; init; }

    /// <summary>Where the store is, and with whose credentials it is asked.</summary>
    internal required AwsLogin Login { get; init; }

    internal bool PathStyle { get; init; }

    /// <summary>How large the parts are that a large object is written in.</summary>
    internal int PartBytes { get; init; } = S3Upload.UsualPartBytes;

    /// <summary>Reads the settings.</summary>
    /// <param name="path">The folder, or the URL of a bucket.</param>
    /// <param name="settings">The settings.</param>
    /// <returns>The bucket; <see langword="null"/>: the path is a folder.</returns>
    /// <exception cref="ProblemsException">The URL is none of a bucket, or a folder has options of a bucket.</exception>
    internal static BucketOptions? From(string path, DialectSettings settings)
    {
        if (!path.Contains("://", StringComparison.Ordinal))
        {
            return All.FirstOrDefault(option => settings.Has(option.Name)) is not { } lost
                ? null
                : throw Problem($"'{lost.Name}' is for files in a bucket, and 'path' is a folder; take it out, or give 'path' as "
                    + "s3://bucket/prefix");
        }

        var (bucket, prefix) = path.StartsWith(S3Store.UrlScheme, StringComparison.OrdinalIgnoreCase) ? S3Store.Split(path) : ("", "");
        if (bucket.Length == 0)
        {
            throw Problem($"'path' is '{path}'; expected a folder, or s3://bucket/prefix (another store of S3's kind, such as Google's, "
                + "is named with 'endpoint')");
        }

        var login = AwsLogin.From(settings, Section, static (message, inner) => new TargetException(message, inner));
        return new()
        {
            Name = bucket,
            Prefix = prefix.Trim('/'),
            Login = login,
            PathStyle = settings.Boolean(S3Clients.PathStyleName) ?? login.Endpoint is not null,
        };
    }

    private static ProblemsException Problem(string message) => ProblemsException.InSection(Section, message);
}
