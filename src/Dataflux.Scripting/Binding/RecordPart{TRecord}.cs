using Dataflux.Profiles;

namespace Dataflux.Scripting.Binding;

/// <summary>The records of one type within a batch of several types: how they are told apart and written.</summary>
/// <typeparam name="TRecord">The common base.</typeparam>
internal abstract class RecordPart<TRecord>
{
    /// <summary>Whether a record is of just this type.</summary>
    internal abstract bool Takes(TRecord record);

    /// <summary>Writes the records of this type, in their order; does nothing when there are none.</summary>
    /// <param name="target">The target.</param>
    /// <param name="batch">The whole batch.</param>
    /// <param name="partOf">For each record of the batch the index of its part.</param>
    /// <param name="part">This part's index.</param>
    /// <param name="count">How many records are of this part.</param>
    internal abstract Task<int> WriteAsync(ITarget target, IReadOnlyList<TRecord> batch, int[] partOf, int part, int count);
}
