using Dataflux.Authoring.Checking.Findings;
using Dataflux.Authoring.Sampling;
using Dataflux.Composing;
using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Checking;

/// <summary>
/// Sends a sample of the export through the script, without any target. An export that is out of reach is not the definition's fault
/// unless the source was to be looked at; a path where there is nothing is.
/// </summary>
/// <param name="composition">The dialects.</param>
/// <param name="time">Where the time comes from.</param>
internal sealed class SampleLayer(Composition composition, TimeProvider time) : ICheckLayer
{
    public string Name => "sample";

    public async Task<CheckOutcome> CheckAsync(CheckSubject subject, CancellationToken stop)
    {
        var definition = subject.Definition;
        try
        {
            var sample = await TracedSample.TakeAsync(composition, definition, subject.Script, subject.Options.Sample, time, stop);
            subject.Sample = sample;
            return Findings(new SampleFindings(sample, definition), subject.Script.HasUpsert);
        }
        catch (SourceException e)
        {
            // With --connect the next layer says it once more, as the problem that it then is, with everything else it finds.
            subject.Unreadable = e.Message;
            if (!subject.Options.Connect && composition.OnSample(definition).Source.Missing().Any())
                return new CheckOutcome("", [SourceProblem.Of(definition, e.Message)]);

            return CheckOutcome.Passed($"left out, because the export cannot be read: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static CheckOutcome Findings(SampleFindings findings, bool combines)
    {
        var rejected = findings.Rejected().ToList();
        var warnings = rejected.Where(static problem => problem.IsWarning).ToList();
        if (findings.NothingKept() is { } nothing)
            warnings.Add(nothing);
        if (!combines)
            warnings.AddRange(findings.KeysThatMeet());

        if (findings.NeverRead() is { } unread)
            (unread.IsWarning ? warnings : rejected).Add(unread);

        return new CheckOutcome(findings.Summary(), [.. rejected.Where(static problem => !problem.IsWarning)])
        {
            Warnings = warnings,
            Details = [.. findings.Details()],
        };
    }
}
