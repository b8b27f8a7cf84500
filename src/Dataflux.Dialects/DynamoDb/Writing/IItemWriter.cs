using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.DynamoDb.Writing;

/// <summary>A way of writing changes whose keys are all different.</summary>
internal interface IItemWriter
{
    /// <summary>Writes <see cref="KeyChanges.Last"/> of each.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="refuse">Takes those that DynamoDB refuses; called by several calls at the same time.</param>
    /// <param name="cancellation">Stops the call.</param>
    Task WriteAsync(IReadOnlyCollection<KeyChanges> changes, Action<KeyChanges, Failure> refuse, CancellationToken cancellation);
}
