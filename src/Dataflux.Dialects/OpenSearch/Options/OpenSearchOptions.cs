using Dataflux.Dialects.Aws;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.OpenSearch.Options;

/// <summary>The options of the target <c>opensearch</c>.</summary>
internal sealed record OpenSearchOptions
{
    /// <summary>The environment variable with the password that is not in a definition.</summary>
    internal const string PasswordVariable = "OPENSEARCH_PASSWORD";

    private const string UrlName = "url";
    private const string AliasName = "alias";
    private const string UserName = "user";
    private const string PasswordName = "password";
    private const string RootCertificateName = "rootCertificate";
    private const string GenerationName = "generation";
    private const string New = "new";
    private const string MappingName = "mapping";
    private const string KeepGenerationsName = "keepGenerations";
    private const string ServiceName = "sign";
    private const string NoService = "none";
    private const string VersionName = "version";
    private const string OfItem = "item";
    private const string RequestBytesName = "requestBytes";
    private const string GzipName = "gzip";
    private const string SkipUnchangedName = "skipUnchanged";
    private const string Section = "target";
    private const int DefaultRequestBytes = 10 * 1024 * 1024;
    private const int SmallestRequest = 1024;
    private const int LargestRequest = 1024 * 1024 * 1024;
    private const int DefaultKept = 1;
    private const int MostKept = 100;

    /// <summary>The keys, in the order they are documented.</summary>
    internal static IReadOnlyList<DialectOption> All { get; } =
    [
        new(UrlName, OptionKind.Text, "Where the cluster is, without a user or password in it.")
        {
            Required = true,
            Example = "https://search.example.com:9200",
        },
        new(AliasName, OptionKind.Text, "The alias or index of all records that name none with [Table].") { Example = "pictures" },
        new(GenerationName, OptionKind.Text,
            "new: a run fills a fresh index, and the alias stands for it when all documents are there. current: it writes to the index "
                + "that is there. Default: current.")
        {
            Choices = [New, "current"],
            Example = New,
        },
        new(
            MappingName,
            OptionKind.Path,
            "The file (JSON) that a fresh index is made with: what PUT /index takes, or a mapping. Or a folder with one for each alias, "
                + "such as orders.json.")
        {
            MustExist = true,
            Example = "mapping.json",
        },
        new(KeepGenerationsName, OptionKind.Integer,
            "How many indexes of earlier generations stay, for 'dataflux undo'; older ones that dataflux made are deleted. Default: 1.")
        {
            DecidesResult = false,
            Example = "2",
        },
        new(UserName, OptionKind.Text, "The user to log in as.") { DecidesResult = false, Example = "loader" },
        new(PasswordName, OptionKind.Text, $"The user's password; best given as ${{SEARCH_PASSWORD}}. Default: {PasswordVariable}.")
        {
            Secret = true,
            DecidesResult = false,
            Example = "secret",
        },
        new(RootCertificateName, OptionKind.Path,
            "The file (PEM) with the certificate of the authority that signed the cluster's. Default: the operating system's authorities.")
        {
            MustExist = true,
            DecidesResult = false,
            Example = "certificates/search-ca.pem",
        },
        new(ServiceName, OptionKind.Text,
            "Signs requests for a domain of AWS: es for OpenSearch Service, aoss for Serverless. Default: by the URL's host, unless there "
                + "is a user.")
        {
            Choices = ["es", "aoss", NoService],
            DecidesResult = false,
            Example = "es",
        },
        AwsLogin.RegionOption("The domain's region, for signatures. The default is in the URL's host, then AWS_REGION."),
        AwsLogin.ProfileOption,
        AwsLogin.RoleArnOption("The role to assume before writing.", "arn:aws:iam::123456789012:role/write-search"),
        AwsLogin.ExternalIdOption,
        new(VersionName, OptionKind.Text,
            "item: documents have the version of their item, which is when it was written, where an export says it; nothing older is "
                + "written over what is newer. none: what is written last stays. Default: item.")
        {
            Choices = [OfItem, "none"],
            Example = OfItem,
        },
        new(RequestBytesName, OptionKind.Integer,
            "How many bytes a request may have; a larger document has one of its own. Default: 10485760, which is 10 MiB.")
        {
            DecidesResult = false,
            Example = "5242880",
        },
        new(GzipName, OptionKind.Boolean, "Whether requests are compressed. The default is false.")
        {
            DecidesResult = false,
            Example = "true",
        },
        new(SkipUnchangedName, OptionKind.Boolean,
            "Whether documents are read first, and written only where they differ. The default is true.")
        {
            DecidesResult = false,
            Example = "true",
        },
    ];

    /// <summary>Where the cluster is, with a slash at its end.</summary>
    internal required Uri Url { get; init; }

    /// <summary>The alias or index of records that name none.</summary>
    internal string? Alias { get; init; }

    /// <summary>Whether a run fills fresh indexes.</summary>
    internal bool IsNewGeneration { get; init; }

    /// <summary>What they are made with.</summary>
    internal string? Mapping { get; init; }

    /// <summary>How many indexes of earlier generations stay.</summary>
    internal int KeepGenerations { get; init; }

    /// <summary>The service whose requests are signed; <see langword="null"/>: none are.</summary>
    internal string? Service { get; init; }

    /// <summary>The region of signatures, where there are any.</summary>
    internal string? Region { get; init; }

    /// <summary>Whose they are.</summary>
    internal required AwsLogin Login { get; init; }

    internal string? User { get; init; }

    internal string? Password { get; init; }

    internal string? RootCertificate { get; init; }

    /// <summary>Whether documents have the version of their item.</summary>
    internal bool UsesVersions { get; init; }

    internal int RequestBytes { get; init; } = DefaultRequestBytes;

    internal bool Gzip { get; init; }

    internal bool SkipUnchanged { get; init; }

    /// <summary>The target for people.</summary>
    internal string Location => $"opensearch at {Url.GetLeftPart(UriPartial.Path).TrimEnd('/')}" + (Alias is null ? "" : $", {Alias}");

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ProblemsException">One of them is wrong.</exception>
    internal static OpenSearchOptions From(DialectSettings settings)
    {
        var (user, isNew) = (settings.Text(UserName), settings.Text(GenerationName) == New);
        foreach (var name in new[] { MappingName, KeepGenerationsName })
        {
            if (settings.Has(name) && !isNew)
                throw Problem($"'{name}' is about fresh indexes; give '{GenerationName}: {New}' beside it, or leave it out");
        }

        var url = UrlOf(settings.Text(UrlName)!);
        var login = AwsLogin.From(settings, Section, static (message, inner) => new TargetException(message, inner));
        var service = settings.Text(ServiceName) ?? (user is null ? AwsDomain.ServiceOf(url.Host) : null);
        if (service is not (null or NoService) && user is not null)
            throw Problem($"a request is signed or has a login, not both; leave out '{ServiceName}' or '{UserName}'");

        return new()
        {
            Url = url,
            Service = service == NoService ? null : service,
            Region = service is null or NoService ? null : RegionOf(login, url.Host),
            Login = login,
            Alias = settings.Text(AliasName),
            IsNewGeneration = isNew,
            Mapping = settings.Text(MappingName),
            KeepGenerations = settings.Integer(KeepGenerationsName) is { } kept ? KeptOf(kept) : DefaultKept,
            User = user,
            Password = settings.Text(PasswordName) ?? (user is null ? null : Environment.GetEnvironmentVariable(PasswordVariable)),
            RootCertificate = settings.Text(RootCertificateName),
            UsesVersions = settings.Text(VersionName) is null or OfItem,
            RequestBytes = settings.Integer(RequestBytesName) is { } bytes ? BytesOf(bytes) : DefaultRequestBytes,
            Gzip = settings.Boolean(GzipName) ?? false,
            SkipUnchanged = settings.Boolean(SkipUnchangedName) ?? true,
        };
    }

    private static string RegionOf(AwsLogin login, string host) =>
        login.Region ?? AwsDomain.RegionOf(host) ?? Environment.GetEnvironmentVariable("AWS_REGION")
        ?? throw Problem("requests are signed for a region, and none is named; give 'region', or set AWS_REGION");

    // Nothing of the text is repeated: a password could be in it.
    private static Uri UrlOf(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url)
        && url is { Scheme: "http" or "https", UserInfo: "", Query: "" }
            ? url
            : throw Problem(
                $"'{UrlName}' is no URL such as https://search.example.com:9200; user and password are keys of their own, '{UserName}' and "
                    + $"'{PasswordName}'");

    private static int BytesOf(long bytes) => bytes is >= SmallestRequest and <= LargestRequest
        ? (int)bytes
        : throw Problem($"'{RequestBytesName}' is {bytes}; expected {SmallestRequest} to {LargestRequest} bytes");

    private static int KeptOf(long kept) => kept is >= 0 and <= MostKept
        ? (int)kept
        : throw Problem($"'{KeepGenerationsName}' is {kept}; expected 0 to {MostKept} indexes");

    private static ProblemsException Problem(string message) => ProblemsException.InSection(Section, message);
}
