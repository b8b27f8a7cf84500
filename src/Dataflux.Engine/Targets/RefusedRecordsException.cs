using Dataflux.Engine.Ground;

namespace Dataflux.Engine.Targets;

/// <summary>
/// Some records of a call cannot be in the target, and the target knows which: a failure of kind <see cref="FailureKind.Row"/> that needs
/// no search. A transaction is to be rolled back, and done again without them; a target without transactions has written the others.
/// </summary>
/// <param name="records">The records or keys, as they were given.</param>
/// <param name="failure">What each of them is rejected with.</param>
public sealed class RefusedRecordsException(IReadOnlyList<object> records, Failure failure) : Exception(failure?.Message)
{
    /// <summary>The records or keys, as they were given.</summary>
    public IReadOnlyList<object> Records { get; } = records;

    /// <summary>What each of them is rejected with, where <see cref="Failures"/> says nothing else.</summary>
    public Failure Failure { get; } = failure!;

    /// <summary>
    /// What became of all others of the call, which are written and stay so: of a target without transactions, whose interface answers for
    /// each record. <see langword="null"/>: nothing was written.
    /// </summary>
    public WriteCounts? Others { get; init; }

    /// <summary>What each of the records is rejected with, in their order; <see langword="null"/>: all with the same.</summary>
    public IReadOnlyList<Failure>? Failures { get; init; }

    /// <summary>The failure of a call whose target answers for each record.</summary>
    /// <param name="refused">The records or keys that it refused, with what each is rejected with; at least one.</param>
    /// <param name="others">What became of all others.</param>
    public static RefusedRecordsException Of(IReadOnlyList<(object Record, Failure Failure)> refused, WriteCounts others)
    {
        ArgumentNullException.ThrowIfNull(refused);
        return new([.. refused.Select(static each => each.Record)], refused[0].Failure)
        {
            Failures = [.. refused.Select(static each => each.Failure)],
            Others = others,
        };
    }
}
