using Amazon.Runtime;
using Amazon.S3;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>Makes the client for S3: credentials of the standard chain, retries left to the engine.</summary>
internal static class S3Clients
{
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
        options.Login.Configure(config);
        var credentials = options.Login.Credentials();
        try
        {
            return credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
        }
        catch (AmazonClientException e)
        {
            throw options.Login.NoClient(options.Location, e);
        }
    }
}
