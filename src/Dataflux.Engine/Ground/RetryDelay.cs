namespace Dataflux.Engine.Ground;

/// <summary>How long to wait before something is tried again.</summary>
public static class RetryDelay
{
    // Beyond it every wait is the longest, and the doubling would leave what a time can be.
    private const int MostDoublings = 16;

    /// <summary>
    /// Twice as long after each failure, up to the longest; of that between half and all, so that several do not come back at once.
    /// </summary>
    /// <param name="failures">How many failures came before the one that is waited for.</param>
    /// <param name="first">The wait after the first failure, at most.</param>
    /// <param name="longest">No wait is longer.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest)
    {
        var most = first * Math.Pow(2, Math.Min(failures, MostDoublings));
        return (most < longest ? most : longest) * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
