using Dataflux.Dialects.Aws;
using Dataflux.Dialects.Aws.S3;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>The options of <c>s3-dynamodb</c>. Credentials are none of them: they come from the standard AWS chain.</summary>
internal sealed record S3Options
{
    internal const long DefaultTempMegabytes = 2048;
    private const string BucketName = "bucket";
    private const string PrefixName = "prefix";
    internal const string RequesterPaysName = "requesterPays";
    internal const string StreamName = "stream";
    private const string TempFolderName = "tempFolder";
    private const string TempMegabytesName = "tempMegabytes";

    private const string SourceSection = "source";

    /// <summary>The keys, in the order they are documented.</summary>
    internal static IReadOnlyList<DialectOption> All { get; } =
    [
        new(BucketName, OptionKind.Text, "The bucket with the export; may be left out when 'prefix' is s3://bucket/prefix.")
        {
            Example = "my-exports",
            Flag = new DialectFlag("--s3-bucket", "bucket", "The source's bucket"),
        },
        new(PrefixName, OptionKind.Text,
            "The export's folder in the bucket, one of its manifests, or any folder above it; s3://bucket/prefix is taken too.")
        {
            Example = "daily/AWSDynamoDB",
            Flag = new DialectFlag("--s3-prefix", "prefix", "The source's prefix in the bucket"),
        },
        ExportChoice.Option,
        ExportChain.Option,
        ExportChain.GapOption,
        AwsLogin.RegionOption("The bucket's region. The default is AWS_REGION, then the region of the AWS profile."),
        AwsLogin.EndpointOption("The URL of an S3-compatible store, such as http://localhost:9000.", "http://localhost:9000"),
        S3Clients.PathStyleOption,
        AwsLogin.ProfileOption,
        AwsLogin.RoleArnOption("The role to assume before reading.", "arn:aws:iam::123456789012:role/read-exports"),
        AwsLogin.ExternalIdOption,
        new(RequesterPaysName, OptionKind.Boolean,
            "Whether you pay for the requests, as a bucket with 'requester pays' demands of everybody but its owner. The default is false.")
        {
            DecidesResult = false,
            Example = "true",
        },
        new(StreamName, OptionKind.Boolean,
            "Processes files while they arrive instead of fetching them first; their MD5 is then checked after their items were "
                + "processed. The default is false.")
        {
            DecidesResult = false,
            Example = "true",
        },
        new(TempFolderName, OptionKind.Path, "Where files are fetched to. The default is a folder below the migration's state.")
        {
            DecidesResult = false,
            Example = "/var/tmp",
        },
        new(TempMegabytesName, OptionKind.Integer,
            "Disk space in MiB for files fetched ahead; the files being read are fetched even when they are larger. The default is "
                + "2048; 0 fetches nothing ahead.")
        {
            DecidesResult = false,
            Example = "512",
        },
    ];

    internal required string Bucket { get; init; }

    /// <summary>Without slashes at its ends; empty for the whole bucket.</summary>
    internal required string Prefix { get; init; }

    internal string? Export { get; init; }

    /// <summary>Which exports are a chain; <see langword="null"/>: one export alone.</summary>
    internal string? Chain { get; init; }

    /// <summary>The longest gap in a chain that is accepted.</summary>
    internal TimeSpan? AcceptGap { get; init; }

    /// <summary>Where the store is, and with whose credentials it is asked.</summary>
    internal required AwsLogin Login { get; init; }

    internal bool PathStyle { get; init; }

    internal bool RequesterPays { get; init; }

    internal bool Stream { get; init; }

    /// <summary>The folder below which a folder of this process's own is made.</summary>
    internal required string TempFolder { get; init; }

    internal long TempBytes { get; init; } = DefaultTempMegabytes * 1024 * 1024;

    /// <summary>How long a connection may bring nothing before it counts as broken. The default is 30 seconds.</summary>
    internal TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The prefix as people write it.</summary>
    internal string Location => $"{S3Store.UrlScheme}{Bucket}/{Prefix}";

    /// <summary>Opens the bucket; nothing is asked yet.</summary>
    internal S3Store OpenStore() => new(() => S3Clients.Create(Login, PathStyle, Location), Bucket, RequesterPays);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ProblemsException">They contradict each other or lack the bucket.</exception>
    internal static S3Options From(DialectSettings settings)
    {
        var (bucket, prefix) = Place(settings.Text(BucketName), settings.Text(PrefixName));
        var login = AwsLogin.From(settings, SourceSection, static (message, inner) => new SourceException(message, inner));
        var megabytes = settings.Integer(TempMegabytesName) ?? DefaultTempMegabytes;
        if (megabytes is < 0 or > long.MaxValue / (1024 * 1024))
            throw Problem(ProblemCode.WrongKind, $"'{TempMegabytesName}' is {megabytes}; expected a number of MiB, or 0");

        return new S3Options
        {
            Bucket = bucket,
            Prefix = prefix,
            Export = settings.Text(ExportChoice.OptionName),
            Chain = settings.Text(ExportChain.OptionName),
            AcceptGap = settings.Duration(ExportChain.GapOptionName),
            Login = login,
            PathStyle = settings.Boolean(S3Clients.PathStyleName) ?? login.Endpoint is not null,
            RequesterPays = settings.Boolean(RequesterPaysName) ?? false,
            Stream = settings.Boolean(StreamName) ?? false,
            TempFolder = settings.Text(TempFolderName) ?? Path.Combine(settings.StateFolder, "fetched"),
            TempBytes = megabytes * 1024 * 1024,
        };
    }

    /// <summary>The options that mean a URL such as <c>s3://bucket/prefix</c>. Looking at it needs no copy of its files.</summary>
    internal static IReadOnlyDictionary<string, string> OfUrl(string url)
    {
        var (bucket, prefix) = S3Store.Split(url);
        return new Dictionary<string, string>
        {
            [BucketName] = bucket,
            [PrefixName] = prefix.Length > 0 ? prefix : "/",
            [StreamName] = "true",
        };
    }

    private static (string Bucket, string Prefix) Place(string? bucket, string? prefix)
    {
        if (bucket?.StartsWith(S3Store.UrlScheme, StringComparison.OrdinalIgnoreCase) == true)
        {
            var (named, below) = S3Store.Split(bucket);
            (bucket, prefix) = (named, prefix ?? below);
        }

        if (prefix?.StartsWith(S3Store.UrlScheme, StringComparison.OrdinalIgnoreCase) == true)
        {
            var (named, below) = S3Store.Split(prefix);
            if (bucket is not null && bucket != named)
            {
                throw Problem(ProblemCode.WrongKind,
                    $"'{BucketName}' is '{bucket}', but '{PrefixName}' names the bucket '{named}'; give one of them");
            }

            (bucket, prefix) = (named, below);
        }

        return bucket is { Length: > 0 }
            ? (bucket, prefix?.Trim('/') ?? "")
            : throw Problem(
                ProblemCode.MissingKey,
                    $"source type 's3-dynamodb' needs '{BucketName}': give --s3-bucket, S3_BUCKET or 'bucket' under 'source:'");
    }

    private static ProblemsException Problem(string code, string message) => ProblemsException.InSection(SourceSection, message, code);
}
