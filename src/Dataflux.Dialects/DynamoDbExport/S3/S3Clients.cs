using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>Makes the client for S3: credentials of the standard chain, retries left to the engine.</summary>
internal static class S3Clients
{
    private const string SessionName = "dataflux";
    private const string RegionOfCompatibleStores = "us-east-1";
    private const int QuickRetries = 1;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Makes a client; reads the shared AWS configuration, but asks nobody for credentials yet.</summary>
    /// <exception cref="SourceException">The AWS profile does not exist, or no region is known.</exception>
    internal static AmazonS3Client Create(S3Options options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            MaxErrorRetry = QuickRetries, // the engine is the patient one
            Timeout = AnswerTimeout,
            ConnectTimeout = ConnectTimeout,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED, // the manifest's MD5 is checked instead
        };
        if (options.Profile is not null)
            config.Profile = new Profile(options.Profile);

        if (options.Endpoint is not null)
        {
            config.ServiceURL = options.Endpoint;
            config.AuthenticationRegion = options.Region ?? RegionOfCompatibleStores;
        }
        else if (options.Region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        var credentials = options.Profile is null ? null : Credentials(options.Profile);
        if (options.RoleArn is not null)
        {
            credentials = new AssumeRoleAWSCredentials(
                credentials ?? DefaultAWSCredentialsIdentityResolver.GetCredentials(), options.RoleArn, SessionName,
                new AssumeRoleAWSCredentialsOptions { ExternalId = options.ExternalId });
        }

        try
        {
            return credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
        }
        catch (AmazonClientException e)
        {
            throw new SourceException($"{options.Location}: {e.Message}; set 'region' under 'source:' or AWS_REGION", e);
        }
    }

    private static AWSCredentials Credentials(string profile) =>
        new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out var credentials)
            ? credentials
            : throw new SourceException(
                $"the AWS profile '{profile}' is not in the shared AWS configuration, or has no credentials; see 'aws configure "
                    + "list-profiles', or change 'profile' under 'source:'");
}
