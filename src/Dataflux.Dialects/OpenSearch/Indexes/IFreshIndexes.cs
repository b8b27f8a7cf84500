using Dataflux.Engine.Ground;

namespace Dataflux.Dialects.OpenSearch.Indexes;

/// <summary>Makes the indexes that a run fills.</summary>
internal interface IFreshIndexes
{
    /// <summary>Whether the run fills any; otherwise it writes to those that are in use.</summary>
    bool Fills { get; }

    /// <summary>Makes what is written instead of what an alias stands for, or finds it again.</summary>
    /// <exception cref="TargetException">The alias cannot be turned, or the index cannot be made.</exception>
    Task<IndexInfo> MakeAsync(string alias, CancellationToken cancellation);
}
