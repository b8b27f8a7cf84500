using Dataflux.Authoring.Checking.Findings;
using Dataflux.Composing;
using Dataflux.Composing.Output;
using Dataflux.Engine.Rehearsing;
using Dataflux.Profiles;

namespace Dataflux.Authoring.Checking;

/// <summary>Looks at the records of a script as their target will, where it asks nobody for that.</summary>
/// <param name="composition">The dialects.</param>
/// <param name="time">Where the time comes from.</param>
internal sealed class RecordsLayer(Composition composition, TimeProvider time) : ICheckLayer
{
    public string Name => "records";

    public bool Concerns(CheckSubject subject) => composition.DialectOf(subject.Definition).PreparesAlone;

    public async Task<CheckOutcome> CheckAsync(CheckSubject subject, CancellationToken stop)
    {
        var definition = subject.Definition;
        var profile = subject.Script.Bind(new ProfileContext(definition.Options, time.GetUtcNow(), ProfileLog.None));
        await using var target = composition.TargetOf(definition);
        var findings = await new TargetCheck(target, profile).RunAsync([], stop);
        return new CheckOutcome(
            $"{Figures.Count(profile.MappedTypes.Count, "record type")} for {target.Location}",
            [.. findings.Select(finding => FindingPlace.ProblemOf(finding, definition)).Distinct()]);
    }
}
