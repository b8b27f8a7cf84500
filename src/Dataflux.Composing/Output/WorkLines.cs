using Dataflux.Engine.Ground;

namespace Dataflux.Composing.Output;

/// <summary>What a person is told while a command works, whatever the command.</summary>
internal static class WorkLines
{
    internal static string Progress(ProgressMeter meter)
    {
        var items = meter.Total is { } total
            ? $"{Figures.Percent(meter.Items, total)}, {Figures.Count(meter.Items)} of {Figures.Count(total, "item")}"
            : Figures.Count(meter.Items, "item");
        return $"{items}, {Figures.Rate(meter.Rate)}{(meter.Remaining is { } remaining ? $", {Figures.Clock(remaining)} left" : "")}";
    }

    internal static string Retrying(string what, Failure failure, int attempt, TimeSpan delay) =>
        $"{what} failed: {failure.Message}{(failure.Code is { } code ? $" ({code})" : "")}; attempt {attempt + 1} in "
        + $"{Figures.Seconds(delay)}";

    internal static string Recovered(string what, int attempts, TimeSpan outage) =>
        $"{what} works again after {Figures.Count(attempts, "attempt")} and {Figures.Seconds(outage)}";

    internal static string Stopping => "Stopping. A second signal stops at once.";

    internal static string GaveUp(TimeSpan waited) =>
        $"Not ended after {Figures.Seconds(waited)}: stopping at once. A function of the script is perhaps in an endless loop, or a "
        + "server does not answer.";
}
