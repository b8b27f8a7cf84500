using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDb.Options;

/// <summary>Makes the client for DynamoDB: credentials of the standard chain, retries left to budgets and the engine.</summary>
internal static class DynamoDbClients
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Makes a client; asks nobody for credentials yet.</summary>
    /// <exception cref="TargetException">The AWS profile does not exist, or no region is known.</exception>
    internal static AmazonDynamoDBClient Create(DynamoDbOptions options)
    {
        var config = new AmazonDynamoDBConfig
        {
            MaxErrorRetry = 0,
            MaxStaleConnectionRetries = 1,
            ThrottleRetries = false,
            Timeout = AnswerTimeout,
            ConnectTimeout = ConnectTimeout,
        };
        options.Login.Configure(config);
        try
        {
            var credentials = options.Login.Credentials();
            return credentials is null ? new AmazonDynamoDBClient(config) : new AmazonDynamoDBClient(credentials, config);
        }
        catch (AmazonClientException e)
        {
            throw options.Login.NoClient(options.Location, e);
        }
    }
}
