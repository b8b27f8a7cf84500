using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;

namespace Dataflux.Dialects.OpenSearch.Generations;

/// <summary>Compares how many documents there are with how many the account says.</summary>
internal sealed class WrittenTally
{
    private readonly Lock _gate = new();
    private WriteCounts _ofFunctions;
    private bool _isUncertain;

    /// <summary>Says that a write failed or was given up: what it created is counted as something else when it is repeated.</summary>
    internal void Doubt() => Volatile.Write(ref _isUncertain, true);

    /// <summary>Adds what functions of the profile wrote outside of all parts, which is in no account.</summary>
    internal void Add(WriteCounts counts)
    {
        lock (_gate)
            _ofFunctions += counts;
    }

    /// <summary>Forgets everything, for another run.</summary>
    internal void Clear() => (_ofFunctions, _isUncertain) = (default, false);

    /// <summary>Makes sure that there are as many documents as the account says.</summary>
    /// <param name="records">What became of the run's records.</param>
    /// <param name="found">How many documents there are.</param>
    /// <param name="isContinued">Whether an earlier process may have created what this one found.</param>
    /// <param name="location">Where, for people.</param>
    /// <exception cref="TargetException">There are more or fewer.</exception>
    internal void ThrowUnlessRight(WriteCounts records, long found, bool isContinued, string location)
    {
        WriteCounts all;
        lock (_gate)
            all = records + _ofFunctions;

        var (least, most) = Expected(all, isContinued || Volatile.Read(ref _isUncertain) || all.Written > 0);
        if (found < least || found > most)
        {
            throw new TargetException(
                $"{location}: the run has written {(least == most ? $"{least:N0}" : $"{least:N0} to {most:N0}")} documents, and {found:N0} "
                + "are there: the alias still stands for what it did before. Somebody else wrote to the new index or deleted from it; "
                + "'dataflux reset', then run again");
        }
    }

    // A record that was written by a process that was killed is counted as updated by the next one, and a delete as unchanged.
    private static (long Least, long Most) Expected(WriteCounts records, bool isUncertain)
    {
        var exact = records.Inserted - records.Deleted;
        return isUncertain
            ? (exact - records.Unchanged - records.Written, records.Inserted + records.Updated + records.Written)
            : (exact, exact);
    }
}
