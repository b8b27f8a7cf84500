using Dataflux.Engine.Ground;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.Sources;

namespace Dataflux.Engine.Ledger;

/// <summary>The counts do not add up: the part is not marked done and the run fails.</summary>
internal sealed class AccountingException(string what, RunCounts counts, long? promised, SourceTerms terms)
    : DatafluxException(
        $"{what}: the counts do not add up: {counts.Items:N0} items read, {counts.Kept:N0} kept + {counts.SkippedTotal:N0} skipped + "
        + $"{counts.RejectedTotal:N0} rejected{(counts.Partitioned == 0 ? "" : $" + {counts.Partitioned:N0} in partitions")}, the "
        + $"{terms.Promise} promises {(promised is { } items ? items.ToString("N0") : "nothing")}; the {terms.Part} is not marked done")
{
    /// <summary>Makes sure that every item is in one place, and that there are as many as promised.</summary>
    /// <exception cref="AccountingException">Items are missing or were counted twice.</exception>
    internal static void ThrowUnlessRight(string what, RunCounts counts, long? promised, SourceTerms terms)
    {
        if (!counts.AddUp || (promised is { } items && items != counts.Items))
            throw new AccountingException(what, counts, promised, terms);
    }

    public override int ExitCode => Ground.ExitCode.Failed;
}
