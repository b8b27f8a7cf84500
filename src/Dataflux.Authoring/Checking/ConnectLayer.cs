using Dataflux.Authoring.Checking.Findings;
using Dataflux.Authoring.Sampling;
using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rehearsing;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Authoring.Checking;

/// <summary>
/// Looks at source and target as a migration would find them. What that needs (the profile's <c>onStart</c>, staging tables) is done in a
/// transaction that is rolled back.
/// </summary>
/// <param name="composition">The dialects.</param>
/// <param name="time">Where the time comes from.</param>
internal sealed class ConnectLayer(Composition composition, TimeProvider time) : ICheckLayer
{
    // Enough to meet each form of a batch; the upsert is only looked through, so that more would say nothing more.
    private const int RecordsOfType = 20;

    public string Name => "connect";

    public async Task<CheckOutcome> CheckAsync(CheckSubject subject, CancellationToken stop)
    {
        var definition = subject.Definition;
        await LookAtSourceAsync(subject, stop);
        var problems = new List<Problem>();
        if (subject.Unreadable is { } reason)
            problems.Add(SourceProblem.Of(definition, reason));

        // Without the export its time is not known, which no table depends on.
        var profile = subject.Sample?.Profile
            ?? subject.Script.Bind(new ProfileContext(definition.Options, time.GetUtcNow(), ProfileLog.None));
        var records = RecordsOf(subject.Sample);
        await using var target = composition.TargetOf(definition);
        var check = new TargetCheck(target, profile) { ForUndo = definition.Migration.KeepsImages };
        foreach (var finding in await check.RunAsync(records, stop))
            problems.Add(FindingPlace.ProblemOf(finding, definition) with { IsWarning = finding.IsWarning });

        return new CheckOutcome(Summary(target, profile, records), [.. problems.Where(static problem => !problem.IsWarning).Distinct()])
        {
            Warnings = [.. problems.Where(static problem => problem.IsWarning).Distinct()],
            Details = check.Notes,
        };
    }

    private async Task LookAtSourceAsync(CheckSubject subject, CancellationToken stop)
    {
        if (subject.Sample is not null || subject.Unreadable is not null)
            return;

        try
        {
            subject.Sample = await TracedSample.TakeAsync(composition, subject.Definition, subject.Script, items: 1, time, stop);
        }
        catch (SourceException e)
        {
            subject.Unreadable = e.Message;
        }
    }

    private static List<object> RecordsOf(TracedSample? sample) =>
        [.. (sample?.Trace.Groups ?? []).SelectMany(static group => group.Records).GroupBy(static record => record.GetType())
            .SelectMany(static same => same.Take(RecordsOfType))];

    private static string Summary(ITargetConnection target, Profile profile, List<object> records)
    {
        if (target.Capabilities.Rehearsals is null)
        {
            return $"source and {target.Location}: {Figures.Count(profile.MappedTypes.Count, "record type")} "
                + $"{(profile.MappedTypes.Count == 1 ? "fits its table" : "fit their tables")}; nothing was written, and upsert was not "
                + "looked through, since this target takes nothing back";
        }

        var tables = profile.MappedTypes.Count == 0
            ? "the profile's own SQL names its tables"
            : $"{Figures.Count(profile.MappedTypes.Count, "record type")} "
                + $"{(profile.MappedTypes.Count == 1 ? "fits its table" : "fit their tables")}, with a unique index behind each key and "
                + "the right to write";
        return $"source and {target.Location}: {tables}"
            + (profile.DeletedTypes.Count > 0 ? " and delete" : "")
            + (records.Count == 0 ? "; without a record of the sample, upsert was not looked through" : "; upsert was looked through")
            + (profile.OnStart is null ? "; nothing was written" : "; onStart was run and rolled back, nothing was written");
    }
}
