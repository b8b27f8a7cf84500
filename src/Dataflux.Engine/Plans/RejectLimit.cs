namespace Dataflux.Engine.Plans;

/// <summary>How many rejected items a run bears: a number of items or a share of the items read so far.</summary>
/// <param name="Items">The number of items; ignored when <see cref="Percent"/> is set.</param>
/// <param name="Percent">The share in percent, judged after the first 1,000 items.</param>
public sealed record RejectLimit(long Items, double? Percent = null)
{
    private const long JudgedFrom = 1_000;

    /// <summary>Whether the limit is exceeded.</summary>
    public bool IsExceeded(long rejected, long items) =>
        Percent is { } percent ? items >= JudgedFrom && rejected * 100.0 > items * percent : rejected > Items;

    /// <inheritdoc/>
    public override string ToString() => Percent is { } percent ? $"{percent}%" : $"{Items}";
}
