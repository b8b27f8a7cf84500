namespace Dataflux.Engine.Ground;

/// <summary>What a source or a target throws becomes what it means to the run: the one place that says so.</summary>
internal static class Calls
{
    /// <summary>Makes a call.</summary>
    /// <param name="call">The call, with the patience it is made with.</param>
    /// <param name="failed">Says what an exception means that is not dataflux's own.</param>
    /// <param name="stop">Whatever is thrown once it was asked to stop is the stop.</param>
    internal static async Task<T> RunAsync<T>(Func<Task<T>> call, Func<Exception, DatafluxException> failed, CancellationToken stop)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is not DatafluxException)
        {
            stop.ThrowIfCancellationRequested();
            throw failed(e);
        }
    }
}
