using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;

namespace Dataflux.Engine.Rejects;

/// <summary>A run goes wrong wholesale: more items were rejected than allowed. Resumable.</summary>
internal sealed class TooManyRejectsException(RejectLimit limit, long rejected, long items, IReadOnlyList<string> reasons)
    : DatafluxException(
        $"stopped: {rejected:N0} of {items:N0} items were rejected, maxRejects is {limit}; most frequent:"
        + string.Concat(reasons.Select(reason => Environment.NewLine + "  " + reason)))
{
    public override int ExitCode => Ground.ExitCode.TooManyRejects;
}
