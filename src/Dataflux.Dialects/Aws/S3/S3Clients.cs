using Amazon.Runtime;
using Amazon.S3;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Settings;

namespace Dataflux.Dialects.Aws.S3;

/// <summary>Makes the client for S3: credentials of the standard chain, patience left to the engine.</summary>
internal static class S3Clients
{
    /// <summary>The key of <see cref="PathStyleOption"/>.</summary>
    internal const string PathStyleName = "pathStyle";

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    internal static DialectOption PathStyleOption { get; } = new(
        PathStyleName,
        OptionKind.Boolean,
        "Whether the bucket is named in the path instead of the host name. The default is true with 'endpoint', otherwise false.")
    {
        DecidesResult = false,
        Example = "true",
    };

    /// <summary>Makes a client; reads the shared AWS configuration, but asks nobody for credentials yet.</summary>
    /// <param name="login">Where the store is, and with whose credentials it is asked.</param>
    /// <param name="pathStyle">Whether the bucket is named in the path.</param>
    /// <param name="location">What it is for, for people.</param>
    /// <param name="quickRetries">How often the SDK tries again at once.</param>
    /// <exception cref="DatafluxException">The AWS profile does not exist, or no region is known.</exception>
    internal static AmazonS3Client Create(AwsLogin login, bool pathStyle, string location, int quickRetries = 1)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = pathStyle,
            MaxErrorRetry = quickRetries,
            Timeout = AnswerTimeout,
            ConnectTimeout = ConnectTimeout,

            // MD5 is checked instead, which all stores know: by the manifest of what is read, by the store of what is written.
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        };
        login.Configure(config);
        var credentials = login.Credentials();
        try
        {
            return credentials is null ? new AmazonS3Client(config) : new AmazonS3Client(credentials, config);
        }
        catch (AmazonClientException e)
        {
            throw login.NoClient(location, e);
        }
    }
}
