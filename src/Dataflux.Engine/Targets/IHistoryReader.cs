namespace Dataflux.Engine.Targets;

/// <summary>A target that can be told from another one, and from itself after it forgot something. It keeps documents, too.</summary>
public interface IHistoryReader
{
    /// <summary>
    /// What the target is now, with the tables of the types that were prepared; asked when a run begins and before it completes.
    /// </summary>
    /// <param name="cancellation">Stops the call.</param>
    /// <returns>The history.</returns>
    Task<TargetHistory> HistoryAsync(CancellationToken cancellation);
}
