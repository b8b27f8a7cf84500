namespace Dataflux.Cli.Monitoring;

/// <summary>A metric of a run.</summary>
/// <param name="PageName">
/// Its name on the Prometheus page, where <c>_total</c> at its end makes it a counter; <see langword="null"/> for what is counted there
/// by a histogram.
/// </param>
/// <param name="MeterName">Its name in the meter; <see langword="null"/> for what collectors know themselves.</param>
/// <param name="Unit">Its unit in UCUM.</param>
/// <param name="Grows">Whether it only grows.</param>
/// <param name="Help">What it is.</param>
/// <param name="Read">Its values now, none where there is nothing to say.</param>
internal sealed record RunMetric(
    string? PageName, string? MeterName, string Unit, bool Grows, string Help, Func<RunFigures, IEnumerable<RunSample>> Read)
{
    /// <summary>Whether its values are whole numbers.</summary>
    internal bool IsWhole => Unit is not ("s" or "{record}/s");
}
