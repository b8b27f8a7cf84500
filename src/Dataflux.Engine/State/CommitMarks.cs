using System.Collections.Immutable;

namespace Dataflux.Engine.State;

/// <summary>How many transactions each writer of a run had committed at some moment, as the marks in the target count them.</summary>
/// <param name="Run">The run, counted through one checkpoint's life.</param>
/// <param name="Writers">The transactions of each writer.</param>
public sealed record CommitMarks(long Run, ImmutableArray<long> Writers)
{
    /// <summary>
    /// Whether a target with these marks has all commits that <paramref name="earlier"/> counts. A later run's marks were only made after
    /// that had been made sure of.
    /// </summary>
    internal bool Include(CommitMarks earlier)
    {
        if (Run != earlier.Run)
            return Run > earlier.Run;

        for (var i = 0; i < earlier.Writers.Length; i++)
        {
            if (i >= Writers.Length || Writers[i] < earlier.Writers[i])
                return false;
        }

        return true;
    }
}
