using Amazon.Runtime;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.Aws;

/// <summary>
/// The client for a service of AWS. When the service says that its credentials have expired, the standard chain is asked again: a role is
/// assumed once more, and files are read again that another program renews. The SDK by itself asks only when the time has come that the
/// credentials gave for their end.
/// </summary>
/// <param name="connect">Makes a client with the credentials that there are now.</param>
internal sealed class RenewedClient<TClient>(Func<TClient> connect) : IDisposable
    where TClient : class, IDisposable
{
    private const int MostRenewals = 7;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();

    // Calls with the earlier clients may still go on.
    private readonly List<TClient> _clients = [connect()];

    /// <summary>Makes a request; once more with other credentials when those at hand have expired.</summary>
    internal async Task<T> CallAsync<T>(Func<TClient, Task<T>> call)
    {
        var client = Current();
        try
        {
            return await call(client);
        }
        catch (AmazonServiceException e) when (AwsAnswers.IsExpired(e))
        {
            return await CallAfterAsync(client, call);
        }
    }

    // The program that renews a file of credentials may just be writing it: half of it has none, and a moment later it has.
    private async Task<T> CallAfterAsync<T>(TClient expired, Func<TClient, Task<T>> call)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await call(After(expired));
            }
            catch (Exception e) when (failures < MostRenewals && e is (DatafluxException or AmazonClientException or IOException))
            {
                await Task.Delay(RetryDelay.After(failures, FirstWait, LongestWait));
            }
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients)
            client.Dispose();
    }

    private TClient Current()
    {
        lock (_gate)
            return _clients[^1];
    }

    private TClient After(TClient expired)
    {
        lock (_gate)
        {
            if (_clients[^1] == expired)
                _clients.Add(connect());
            return _clients[^1];
        }
    }
}
