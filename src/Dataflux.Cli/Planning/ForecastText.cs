using Dataflux.Composing.Output;
using Dataflux.Engine.Targets;

namespace Dataflux.Cli.Planning;

/// <summary>A forecast in sections of lines, for the screen and for the page.</summary>
internal static class ForecastText
{
    private const int MebiByte = 1024 * 1024;

    /// <summary>The sections with their headings.</summary>
    internal static IEnumerable<(string Heading, IReadOnlyList<string> Lines)> Sections(RunForecast forecast)
    {
        yield return ("What", [.. What(forecast)]);
        yield return ("How long", [.. HowLong(forecast)]);
        foreach (var table in forecast.Tables)
            yield return ($"Table {table.Table}", [.. Of(table)]);

        yield return ("Disk", [.. Disk(forecast)]);
        yield return ("The way back", [.. WayBack(forecast)]);
        if (forecast.Notes.Count > 0)
            yield return ("To be known", forecast.Notes);
    }

    private static IEnumerable<string> What(RunForecast forecast)
    {
        yield return $"definition {forecast.Definition}, SHA-256 {forecast.DefinitionHash}; profile SHA-256 {forecast.ProfileHash}";
        yield return $"{forecast.Terms.Whole} {forecast.ExportId}, as of {forecast.ExportTime.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z: "
            + $"{Items(forecast.Items)} in {Figures.Count(forecast.Files, forecast.Terms.Part)}"
            + (forecast.Bytes is { } bytes ? $", {Size(bytes)} compressed" : "");
        yield return $"into {forecast.Target}";
        if (forecast.Resumes is { } run)
        {
            yield return $"goes on with run {Figures.Count(run)}, which has done {Items(forecast.ItemsDone)}: "
                + $"{Items(forecast.ItemsLeft)} left";
        }
        else if (forecast.ItemsDone > 0)
        {
            yield return $"{Items(forecast.ItemsDone)} of earlier exports are done: {Items(forecast.ItemsLeft)} left";
        }

        var sample = forecast.Sample;
        yield return $"sample: {Figures.Count(sample.Items, "item")}: {Figures.Count(sample.Kept)} kept, "
            + $"{Figures.Count(sample.Items - sample.Kept - sample.Rejected)} skipped, "
            + $"{Figures.Count(sample.Rejected)} rejected; {Figures.Count(sample.Records, "record")}"
            + (forecast.Records is not { } records ? ""
                : sample.IsGrouped ? $", so at most about {Figures.Count(records)} in all, because groups of a sample are smaller"
                : $", so about {Figures.Count(records)} in all");
    }

    private static IEnumerable<string> HowLong(RunForecast forecast)
    {
        yield return forecast.Duration is { } duration
            ? $"about {Figures.Clock(duration)}, the longest of what overlaps; "
                + "an estimate from a sample on this machine, now: take it as an order of magnitude"
            : "not known: without a manifest nobody knows how many items there are";
        yield return $"script: {InAll(forecast.ScriptTime)}{Micro(forecast.Sample.ScriptTime)} an item, "
            + $"{Figures.Count(forecast.Readers, "reader")}";
        yield return forecast.Sample.WriteTime is { } write
            ? $"writing: {InAll(forecast.WriteTime)}{Micro(write)} a record, {Figures.Count(forecast.Writers, "writer")}; "
                + "measured in a transaction that was rolled back, without its commit"
            : $"writing: not measured: {forecast.Sample.NotWritten}";
        if (forecast is { Sample.IsGrouped: true, RateTime: { } atRate })
            yield return $"maxRate {Figures.Rate(forecast.MaxRate!.Value)}: up to {Figures.Clock(atRate)}";
        if (forecast.NotBefore is { } end)
        {
            yield return $"maxRate {Figures.Rate(forecast.MaxRate!.Value)}: begun now, it will not finish before "
                + $"{end.UtcDateTime:yyyy-MM-dd HH:mm}Z";
        }

        static string InAll(TimeSpan? time) => time is { } known ? $"{Figures.Clock(known)}, " : "";

        static string Micro(TimeSpan time) => FormattableString.Invariant($"{time.TotalMicroseconds:0.0} µs");
    }

    private static IEnumerable<string> Of(TableOutlook table)
    {
        var rows = table.Rows is { } known ? $"about {Figures.Count(known, "row")}" : "never analysed, so its rows are not known";
        yield return $"{rows}, {Size(table.Bytes)} with its indexes";
        foreach (var index in table.Indexes)
            yield return $"index {index.Name}: {index.Method}{(index.IsUnique ? ", unique" : ", slows every insert")}, {Size(index.Bytes)}";

        if (!table.HasKey)
            yield return "has no unique index";

        foreach (var trigger in table.Triggers)
            yield return $"trigger: {trigger}";

        foreach (var key in table.ForeignKeys)
            yield return $"foreign key {key}";

        foreach (var rule in table.Rules)
            yield return $"rule {rule} rewrites what is written";

        foreach (var policy in table.Policies)
            yield return $"policy {policy} of row security is in force";
    }

    private static IEnumerable<string> Disk(RunForecast forecast)
    {
        yield return forecast.Growth is { } growth
            ? $"about {Size(growth)} more in the table, by what a row takes now; as much again for a while in the log of the server"
            : "not known: it is estimated from the rows of one table that has some";
        if (forecast.SlowIndexes.FirstOrDefault().Index is { } largest)
            yield return $"the largest index beside those of keys, which every insert goes into as well, is {largest.Name}";
    }

    private static IEnumerable<string> WayBack(RunForecast forecast)
    {
        yield return forecast.KeepsImages
            ? "undo: keep: 'dataflux undo' restores what the run changed, where nobody changed it since; 'dataflux runs' shows what its "
                + "images take"
            : "undo: off: no images of what is changed are kept, so take a backup or a snapshot first, or write 'undo: keep'";
        if (forecast.ImageBytes is { } images)
        {
            yield return $"{(forecast.KeepsImages ? "" : "with 'undo: keep': ")}its images take about {Size(images)}, until 'dataflux "
                + "forget'";
        }

        foreach (var line in forecast.UndoCoverage)
            yield return forecast.KeepsImages ? line : $"with 'undo: keep': {line}";

        yield return "covered by neither: sequences, DDL of onStart and onComplete, and what others do in reaction";
    }

    private static string Items(long? items) => items is { } count ? Figures.Count(count, "item") : "an unknown number of items";

    private static string Size(long bytes) => bytes < MebiByte
        ? $"{Figures.Count((bytes + 1023) / 1024)} KiB"
        : FormattableString.Invariant($"{(double)bytes / MebiByte:N1} MiB");
}
