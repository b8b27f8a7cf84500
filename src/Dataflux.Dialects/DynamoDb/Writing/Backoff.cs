using Amazon.DynamoDBv2.Model;
using Dataflux.Dialects.DynamoDb.Capacity;
using Dataflux.Dialects.DynamoDb.Ground;
using Dataflux.Dialects.DynamoDb.Tables;
using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>What one call does when its table takes nothing of it, or not all: it waits longer each time, and the rate goes down.</summary>
/// <param name="table">The table.</param>
/// <param name="budget">The units that the call needs.</param>
/// <param name="time">The clock.</param>
internal sealed class Backoff(TableInfo table, UnitBudget budget, TimeProvider time)
{
    private const int MostInARow = 10;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private int _inARow;

    /// <summary>Something of the call was taken.</summary>
    internal void Progressed() => _inARow = 0;

    /// <summary>Waits before the call is made again.</summary>
    /// <param name="exception">What the service threw; <see langword="null"/>: it left some of the call unprocessed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ThrottledException">That has happened too often.</exception>
    internal async Task WaitAsync(Exception? exception, CancellationToken cancellation)
    {
        var reason = exception is null ? null : ReasonOf(exception);

        // One hot key is no reason to slow down the others.
        if (reason is null || !reason.Contains("KeyRange", StringComparison.Ordinal))
            budget.Throttled();

        if (++_inARow >= MostInARow)
        {
            throw new ThrottledException(
                $"the table '{table.Name}' takes nothing: {reason ?? exception?.Message ?? "all requests came back unprocessed"}",
                exception);
        }

        await Task.Delay(RetryDelay.After(_inARow - 1, First, Longest), time, cancellation);
    }

    private static string? ReasonOf(Exception exception) => (exception switch
    {
        ProvisionedThroughputExceededException provisioned => provisioned.ThrottlingReasons,
        ThrottlingException throttling => throttling.ThrottlingReasons,
        RequestLimitExceededException limit => limit.ThrottlingReasons,
        _ => null,
    })?.FirstOrDefault()?.Reason;
}
