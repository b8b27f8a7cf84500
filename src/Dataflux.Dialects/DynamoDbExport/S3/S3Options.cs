using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>The options of <c>s3-dynamodb</c>. Credentials are none of them: they come from the standard AWS chain.</summary>
internal sealed record S3Options
{
    internal const long DefaultTempMegabytes = 2048;
    private const string BucketName = "bucket";
    private const string PrefixName = "prefix";
    private const string RegionName = "region";
    private const string EndpointName = "endpoint";
    private const string PathStyleName = "pathStyle";
    private const string ProfileName = "profile";
    private const string RoleArnName = "roleArn";
    private const string ExternalIdName = "externalId";
    internal const string RequesterPaysName = "requesterPays";
    internal const string StreamName = "stream";
    private const string TempFolderName = "tempFolder";
    private const string TempMegabytesName = "tempMegabytes";

    /// <summary>What a URL of a bucket begins with.</summary>
    internal const string UrlScheme = "s3://";

    private const string MissingKey = "DF0004";
    private const string WrongValue = "DF0003";

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
        new(RegionName, OptionKind.Text, "The bucket's region. The default is AWS_REGION, then the region of the AWS profile.")
        {
            DecidesResult = false,
            Example = "eu-central-1",
        },
        new(EndpointName, OptionKind.Text, "The URL of an S3-compatible store, such as http://localhost:9000.")
        {
            DecidesResult = false,
            Example = "http://localhost:9000",
        },
        new(PathStyleName, OptionKind.Boolean,
            "Whether the bucket is named in the path instead of the host name. The default is true with 'endpoint', otherwise false.")
        {
            DecidesResult = false,
            Example = "true",
        },
        new(ProfileName, OptionKind.Text,
            "The profile of the shared AWS configuration to take credentials from. The default is the standard chain: environment, "
                + "AWS_PROFILE, SSO, container, instance role.")
        {
            DecidesResult = false,
            Example = "migration",
        },
        new(RoleArnName, OptionKind.Text, "The role to assume before reading.")
        {
            DecidesResult = false,
            Example = "arn:aws:iam::123456789012:role/read-exports",
        },
        new(ExternalIdName, OptionKind.Text, "The external id that the role's trust policy asks for; with 'roleArn'.")
        {
            DecidesResult = false,
            Example = "migration-2026",
        },
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

    internal string? Region { get; init; }

    internal string? Endpoint { get; init; }

    internal bool PathStyle { get; init; }

    internal string? Profile { get; init; }

    internal string? RoleArn { get; init; }

    /// <summary>What the role's trust policy asks for; <see langword="null"/>: nothing.</summary>
    internal string? ExternalId { get; init; }

    internal bool RequesterPays { get; init; }

    internal bool Stream { get; init; }

    /// <summary>The folder below which a folder of this process's own is made.</summary>
    internal required string TempFolder { get; init; }

    internal long TempBytes { get; init; } = DefaultTempMegabytes * 1024 * 1024;

    /// <summary>How long a connection may bring nothing before it counts as broken. The default is 30 seconds.</summary>
    internal TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The prefix as people write it.</summary>
    internal string Location => $"{UrlScheme}{Bucket}/{Prefix}";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ProblemsException">They contradict each other or lack the bucket.</exception>
    internal static S3Options From(DialectSettings settings)
    {
        var (bucket, prefix) = Place(settings.Text(BucketName), settings.Text(PrefixName));
        var endpoint = settings.Text(EndpointName);
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            throw Problem(WrongValue, $"'{EndpointName}' is '{endpoint}'; expected a URL such as http://localhost:9000");

        var megabytes = settings.Integer(TempMegabytesName) ?? DefaultTempMegabytes;
        if (megabytes is < 0 or > long.MaxValue / (1024 * 1024))
            throw Problem(WrongValue, $"'{TempMegabytesName}' is {megabytes}; expected a number of MiB, or 0");

        if (settings.Text(ExternalIdName) is not null && settings.Text(RoleArnName) is null)
        {
            throw Problem(
                WrongValue, $"'{ExternalIdName}' is given without '{RoleArnName}', the role whose trust policy asks for it; give both");
        }

        return new S3Options
        {
            Bucket = bucket,
            Prefix = prefix,
            Export = settings.Text(ExportChoice.OptionName),
            Chain = settings.Text(ExportChain.OptionName),
            AcceptGap = settings.Duration(ExportChain.GapOptionName),
            Region = settings.Text(RegionName),
            Endpoint = endpoint,
            PathStyle = settings.Boolean(PathStyleName) ?? endpoint is not null,
            Profile = settings.Text(ProfileName),
            RoleArn = settings.Text(RoleArnName),
            ExternalId = settings.Text(ExternalIdName),
            RequesterPays = settings.Boolean(RequesterPaysName) ?? false,
            Stream = settings.Boolean(StreamName) ?? false,
            TempFolder = settings.Text(TempFolderName) ?? Path.Combine(settings.StateFolder, "fetched"),
            TempBytes = megabytes * 1024 * 1024,
        };
    }

    /// <summary>The options that mean a URL such as <c>s3://bucket/prefix</c>. Looking at it needs no copy of its files.</summary>
    internal static IReadOnlyDictionary<string, string> OfUrl(string url)
    {
        var (bucket, prefix) = Split(url);
        return new Dictionary<string, string>
        {
            [BucketName] = bucket,
            [PrefixName] = prefix.Length > 0 ? prefix : "/",
            [StreamName] = "true",
        };
    }

    private static (string Bucket, string Prefix) Place(string? bucket, string? prefix)
    {
        if (bucket?.StartsWith(UrlScheme, StringComparison.OrdinalIgnoreCase) == true)
        {
            var (named, below) = Split(bucket);
            (bucket, prefix) = (named, prefix ?? below);
        }

        if (prefix?.StartsWith(UrlScheme, StringComparison.OrdinalIgnoreCase) == true)
        {
            var (named, below) = Split(prefix);
            if (bucket is not null && bucket != named)
                throw Problem(WrongValue, $"'{BucketName}' is '{bucket}', but '{PrefixName}' names the bucket '{named}'; give one of them");

            (bucket, prefix) = (named, below);
        }

        return bucket is { Length: > 0 }
            ? (bucket, prefix?.Trim('/') ?? "")
            : throw Problem(
                MissingKey, $"source type 's3-dynamodb' needs '{BucketName}': give --s3-bucket, S3_BUCKET or 'bucket' under 'source:'");
    }

    private static (string Bucket, string Prefix) Split(string url)
    {
        var path = url[UrlScheme.Length..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
    }

    private static ProblemsException Problem(string code, string message) => new([new Problem("source", 0, 0, code, message)]);
}
