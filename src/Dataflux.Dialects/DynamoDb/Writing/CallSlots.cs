namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>How many calls are under way at the same time, of all writers together.</summary>
/// <param name="count">How many there may be.</param>
internal sealed class CallSlots(int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count, count);

    /// <summary>
    /// Makes calls and waits for all of them, so that nothing is on its way any more when it ends. Behind a failure no further call begins.
    /// </summary>
    internal async Task RunAsync<T>(IEnumerable<T> calls, Func<T, Task> make, CancellationToken cancellation)
    {
        var failed = false;
        await Task.WhenAll(calls.Select(OneAsync).ToList());

        async Task OneAsync(T call)
        {
            await _free.WaitAsync(cancellation);
            try
            {
                if (!Volatile.Read(ref failed))
                    await make(call);
            }
            catch
            {
                Volatile.Write(ref failed, true);
                throw;
            }
            finally
            {
                _free.Release();
            }
        }
    }

    public void Dispose() => _free.Dispose();
}
