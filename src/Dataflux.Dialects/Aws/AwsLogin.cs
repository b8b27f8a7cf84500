using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.Aws;

/// <summary>
/// Where a service of AWS is asked, and with whose credentials. Secrets are none of the options: they come from the standard AWS chain.
/// </summary>
internal sealed record AwsLogin
{
    private const string RegionName = "region";
    private const string EndpointName = "endpoint";
    private const string ProfileName = "profile";
    private const string RoleArnName = "roleArn";
    private const string ExternalIdName = "externalId";
    private const string SessionName = "dataflux";
    private const string RegionOfCompatibleServices = "us-east-1";
    private readonly Func<string, Exception?, DatafluxException> _fail;

    private AwsLogin(Func<string, Exception?, DatafluxException> fail) => _fail = fail;

    /// <summary>The environment variables with secrets that the chain reads.</summary>
    internal static IReadOnlyList<string> SecretVariables { get; } = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

    internal static DialectOption ProfileOption { get; } = new(
        ProfileName,
        OptionKind.Text,
        "The profile of the shared AWS configuration to take credentials from. The default is the standard chain: environment, "
            + "AWS_PROFILE, SSO, container, instance role.")
    {
        DecidesResult = false,
        Example = "migration",
    };

    internal static DialectOption ExternalIdOption { get; } = new(
        ExternalIdName, OptionKind.Text, "The external id that the role's trust policy asks for; with 'roleArn'.")
    {
        DecidesResult = false,
        Example = "migration-2026",
    };

    /// <summary>The part of the definition it is in, <c>source</c> or <c>target</c>.</summary>
    internal required string Section { get; init; }

    internal string? Region { get; init; }

    internal string? Endpoint { get; init; }

    internal string? Profile { get; init; }

    internal string? RoleArn { get; init; }

    /// <summary>What the role's trust policy asks for; <see langword="null"/>: nothing.</summary>
    internal string? ExternalId { get; init; }

    internal static DialectOption RegionOption(string description) => new(RegionName, OptionKind.Text, description)
    {
        DecidesResult = false,
        Example = "eu-central-1",
    };

    internal static DialectOption EndpointOption(string description, string example) => new(EndpointName, OptionKind.Text, description)
    {
        DecidesResult = false,
        Example = example,
    };

    internal static DialectOption RoleArnOption(string description, string example) => new(RoleArnName, OptionKind.Text, description)
    {
        DecidesResult = false,
        Example = example,
    };

    /// <summary>Reads the settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="section">The part of the definition they are in.</param>
    /// <param name="fail">Makes the exception for what is found only when a client is made.</param>
    /// <exception cref="ProblemsException">They contradict each other.</exception>
    internal static AwsLogin From(DialectSettings settings, string section, Func<string, Exception?, DatafluxException> fail)
    {
        var endpoint = settings.Text(EndpointName);
        if (endpoint is not null && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            throw ProblemsException.InSection(section, $"'{EndpointName}' is '{endpoint}'; expected a URL such as http://localhost:9000");

        if (settings.Text(ExternalIdName) is not null && settings.Text(RoleArnName) is null)
        {
            throw ProblemsException.InSection(
                section, $"'{ExternalIdName}' is given without '{RoleArnName}', the role whose trust policy asks for it; give both");
        }

        return new(fail)
        {
            Section = section,
            Region = settings.Text(RegionName),
            Endpoint = endpoint,
            Profile = settings.Text(ProfileName),
            RoleArn = settings.Text(RoleArnName),
            ExternalId = settings.Text(ExternalIdName),
        };
    }

    /// <summary>Says to a client's configuration where the service is.</summary>
    internal void Configure(ClientConfig config)
    {
        if (Profile is not null)
            config.Profile = new Profile(Profile);

        if (Endpoint is not null)
        {
            config.ServiceURL = Endpoint;
            config.AuthenticationRegion = Region ?? RegionOfCompatibleServices;
        }
        else if (Region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(Region);
        }
    }

    /// <summary>The credentials; asks nobody for them yet. <see langword="null"/>: those of the standard chain.</summary>
    /// <exception cref="DatafluxException">The AWS profile does not exist.</exception>
    internal AWSCredentials? Credentials()
    {
        var credentials = Profile is null ? null : OfProfile(Profile);
        return RoleArn is null
            ? credentials
            : new AssumeRoleAWSCredentials(
                credentials ?? DefaultAWSCredentialsIdentityResolver.GetCredentials(), RoleArn, SessionName,
                new AssumeRoleAWSCredentialsOptions { ExternalId = ExternalId });
    }

    /// <summary>The failure of a client that cannot be made: no region is known.</summary>
    /// <param name="location">What it was for.</param>
    /// <param name="inner">What the SDK says.</param>
    internal DatafluxException NoClient(string location, AmazonClientException inner) =>
        _fail($"{location}: {inner.Message}; set '{RegionName}' under '{Section}:' or AWS_REGION", inner);

    private AWSCredentials OfProfile(string profile) =>
        new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var credentials)
            ? credentials
            : throw _fail(
                $"the AWS profile '{profile}' is not in the shared AWS configuration, or has no credentials; see 'aws configure "
                    + $"list-profiles', or change '{ProfileName}' under '{Section}:'",
                null);
}
