using System.Diagnostics;
using System.Text.Json;
using Dataflux.Authoring.Sampling;
using Dataflux.Composing;
using Dataflux.Composing.Running;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Runs;
using Dataflux.Engine.Targets;
using Dataflux.Engine.Tracing;

namespace Dataflux.Cli.Planning;

/// <summary>One run of <c>dataflux plan</c>: looks and measures, and changes nothing.</summary>
/// <param name="console">The console.</param>
/// <param name="composition">The dialects and the script host.</param>
/// <param name="definition">The definition.</param>
/// <param name="items">How many items the sample has.</param>
/// <param name="output">The form of the answer.</param>
/// <param name="page">Where the page is written, absolute; <see langword="null"/>: there is none.</param>
internal sealed class PlanRun(
    CommandConsole console, Composition composition, Definition definition, int items, OutputFormat output, string? page)
{
    private const int MostTraces = 20;
    private static readonly TimeSpan LongestTracing = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = PrintableJson.Encoder,
    };

    /// <summary>Looks and shows.</summary>
    /// <param name="stop">Stops it.</param>
    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(CancellationToken stop)
    {
        using var script = ProfileCheck.Require(composition, definition);
        return await Interruptible.RunAsync(console, token => ShowAsync(script, token), stop);
    }

    private async Task<int> ShowAsync(LoadedProfile script, CancellationToken stop)
    {
        var forecast = await ForecastAsync(script, stop);
        if (output == OutputFormat.Json)
            await console.Out.WriteLineAsync(JsonSerializer.Serialize(forecast, Json));
        else
            await console.Out.WriteLineAsync(Text(forecast));

        if (page is not null)
            await File.WriteAllTextAsync(page, Page(forecast), stop);

        return ExitCode.Complete;
    }

    private static string Text(RunForecast forecast) => string.Join('\n', ForecastText.Sections(forecast)
        .Select(
            static section => $"{section.Heading}\n{string.Join('\n', section.Lines.Select(static line => $"  {Printable.Line(line)}"))}"));

    /// <summary>The page for a change board.</summary>
    internal static string Page(RunForecast forecast) =>
        $"# Plan: migration {forecast.Name}\n\nMade {forecast.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm}Z by `dataflux plan`, which changed "
        + "nothing.\n"
        + string.Concat(ForecastText.Sections(forecast)
            .Select(
                static section =>
                    $"\n## {section.Heading}\n\n{string.Concat(section.Lines.Select(static line => $"- {Printable.Line(line)}\n"))}"));

    private async Task<RunForecast> ForecastAsync(LoadedProfile script, CancellationToken stop)
    {
        var sample = await TracedSample.TakeAsync(composition, definition, script, items, console.Time, stop);
        await using var target = composition.TargetOf(definition);
        await using var stateTarget = composition.StateTargetOf(definition);
        var (measured, tables, undo, notes) = await target.CallAsync(
            () => RehearseAsync(target, sample, stop), stop, (_, message) => $"{target.Location}: {message}");
        var last = (await RunHistory.ReadAsync(definition.StateFolder, definition.Name, stateTarget, stop))
            .LastOrDefault(run => run.Kind == RunKind.Migrate && run.ExportId == sample.Export.Id);
        var goesOn = last is { IsOpen: true } || (last is { WasReset: false } && sample.Export.IsChain);
        return new RunForecast
        {
            Name = definition.Name,
            Definition = definition.Path,
            DefinitionHash = definition.Hash,
            ProfileHash = script.Hash,
            ExportId = sample.Export.Id,
            ExportTime = sample.Export.Time,
            Target = target.Location,
            MadeAt = console.Time.GetUtcNow(),
            Terms = sample.Export.Terms,
            Files = sample.Export.Parts.Count,
            Bytes = sample.Export.Parts.Any(static part => part.Size is null) ? null : sample.Export.Parts.Sum(static part => part.Size),
            Items = sample.Export.ItemCount,
            ItemsDone = goesOn ? last!.Counts.Items : 0,
            Resumes = goesOn && last!.IsOpen ? last.Run : null,
            Sample = measured,
            Readers = definition.Migration.Readers,
            Writers = definition.Migration.Writers,
            MaxRate = definition.Migration.MaxRate,
            Tables = tables,
            KeepsImages = definition.Migration.KeepsImages,
            UndoCoverage = undo,
            Notes = [.. sample.Export.Notices, .. notes],
        };
    }

    // The first times are slower than those of a long run, whose code is optimized.
    private static TimeSpan ScriptTime(TracedSample sample)
    {
        var (least, since) = (sample.Trace.TimePerItem, Stopwatch.GetTimestamp());
        for (var i = 0; i < MostTraces && Stopwatch.GetElapsedTime(since) < LongestTracing; i++)
            least = TimeSpan.FromTicks(Math.Min(least.Ticks, ProfileTrace.For(sample.Profile, sample.Items).TimePerItem.Ticks));

        return least;
    }

    // As a migration writes a batch; the first one is not timed, because it makes the staging table.
    private static async Task<(MeasuredSample, IReadOnlyList<TableOutlook>, IReadOnlyList<string> Undo, IReadOnlyList<string> Notes)>
        RehearseAsync(ITargetConnection target, TracedSample sample, CancellationToken stop)
    {
        var profile = sample.Profile;
        var records = sample.Trace.Groups.SelectMany(static group => group.Records).ToList();
        var traced = sample.Trace.Items.ToList();
        var measured = new MeasuredSample(
            traced.Count, traced.Count(static item => item.IsKept), traced.Count(static item => item.Rejected is not null), records.Count,
            ScriptTime(sample))
        {
            IsGrouped = sample.Trace.Groups.Any(static group => group.Key is not null || group.Items.Count > 1),
        };
        await using var rehearsal = await target.Capabilities.ToRehearse().RehearseAsync(stop);
        if (profile.OnStart is { } onStart)
            await rehearsal.StepAsync(onStart, stop);

        await rehearsal.PrepareAsync(profile.MappedTypes, stop);
        var tables = await rehearsal.TablesAsync(stop);
        var undo = await UndoAsync(rehearsal, profile, records, stop);
        try
        {
            var warm = records.Count / 10;
            await rehearsal.StepAsync(writer => profile.WriteAsync(writer, [], records[..warm]), stop);
            var before = await rehearsal.ChangesAsync(stop);
            var since = Stopwatch.GetTimestamp();
            await rehearsal.StepAsync(writer => profile.WriteAsync(writer, [], records[warm..]), stop);
            var took = Stopwatch.GetElapsedTime(since);
            var after = await rehearsal.ChangesAsync(stop);
            var written = records.Count - warm;
            measured = measured with
            {
                WriteTime = written == 0 ? null : took / written,
                NotWritten = written == 0 ? "the sample has no record" : null,
                Written = written,
                Inserted = after.Sum(Inserted) - before.Sum(Inserted),
                Changed = after.Sum(Changed) - before.Sum(Changed),
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            measured = measured with { NotWritten = $"the target refused the sample: {target.MessageOf(e)}" };
        }

        return (measured, tables, undo, rehearsal.Notes);
    }

    private static async Task<IReadOnlyList<string>> UndoAsync(
        IRehearsal rehearsal, Profile profile, IReadOnlyList<object> records, CancellationToken stop)
    {
        try
        {
            await rehearsal.PlanAsync(planned => profile.WriteAsync(planned, [], records), stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It is said of the sample, which is written after this.
        }

        var undo = await rehearsal.UndoAsync(stop);
        return [.. undo.Refusals.Select(static refusal => refusal.Message), .. undo.Lines];
    }

    private static long Inserted(TableChange change) => change.Inserted;

    private static long Changed(TableChange change) => change.Updated + change.Deleted;
}
