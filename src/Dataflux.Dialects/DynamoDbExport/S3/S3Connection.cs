using Amazon.Runtime;
using Amazon.S3;

namespace Dataflux.Dialects.DynamoDbExport.S3;

/// <summary>
/// The client for the store. When the store says that its credentials have expired, the standard chain is asked again: a role is assumed
/// once more, and files are read again that another program renews. The SDK by itself asks only when the time has come that the credentials
/// gave for their end.
/// </summary>
/// <param name="connect">Makes a client with the credentials that there are now.</param>
internal sealed class S3Connection(Func<IAmazonS3> connect) : IDisposable
{
    private readonly Lock _gate = new();

    // Calls with the earlier clients may still go on.
    private readonly List<IAmazonS3> _clients = [connect()];

    /// <summary>Whether a store or AWS says that credentials were good once.</summary>
    /// <param name="answer">What it answered.</param>
    internal static bool IsExpired(AmazonServiceException answer) =>
        answer.ErrorCode is "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired";

    /// <summary>Makes a request; once more with other credentials when those at hand have expired.</summary>
    internal async Task<T> CallAsync<T>(Func<IAmazonS3, Task<T>> call)
    {
        var client = Current();
        try
        {
            return await call(client);
        }
        catch (AmazonServiceException e) when (IsExpired(e))
        {
            return await call(After(client));
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients)
            client.Dispose();
    }

    private IAmazonS3 Current()
    {
        lock (_gate)
            return _clients[^1];
    }

    private IAmazonS3 After(IAmazonS3 expired)
    {
        lock (_gate)
        {
            if (_clients[^1] == expired)
                _clients.Add(connect());
            return _clients[^1];
        }
    }
}
