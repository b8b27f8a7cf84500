using Dataflux.Authoring.Checking.Findings;
using Dataflux.Authoring.Checking.Proving;
using Dataflux.Composing;
using Dataflux.Composing.Terminal;
using Dataflux.Definitions;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Reading;
using Dataflux.Engine.Settings;
using Dataflux.Engine.Tracing;
using Dataflux.Profiles;

namespace Dataflux.Authoring.Checking;

/// <summary>
/// Proves on copies of the target's tables that a profile keeps dataflux's promise: its sample is migrated in several ways, and
/// the tables must be the same after each. The real tables are only read.
/// </summary>
/// <param name="composition">The dialects and the script host.</param>
/// <param name="console">The console.</param>
internal sealed class ProveLayer(Composition composition, CommandConsole console) : ICheckLayer
{
    public string Name => "proof";

    public async Task<CheckOutcome> CheckAsync(CheckSubject subject, CancellationToken stop)
    {
        var definition = subject.Definition;
        try
        {
            var sample = await TakeSampleAsync(definition, subject.Options.Sample, stop);
            var text = ScriptText.Read(definition.ProfilePath, definition.ProfileShown, subject.Script.Files, console.WorkingDirectory);
            await using var database = await composition.ScratchOf(definition).OpenAsync(definition.TargetSettings, stop);
            var problems = await QualifiedAsync(database, text, stop);
            if (problems.Count > 0)
                return new CheckOutcome("", problems);

            var profile = subject.Script.Bind(new ProfileContext(definition.Options, sample.Export.Time, ProfileLog.None));
            var proof = new Proof(new ProofRun(composition, definition), sample, definition.Migration.BatchSize, text)
            {
                NewTablesAsync = () => database.CopyAsync(ScratchMigration.TypesOf(profile), text.Words, stop),
            };
            return await proof.RunAsync(stop);
        }
        catch (ScratchRefusedException e)
        {
            return Refused(definition, ProblemCode.CannotBeProved, $"cannot be proved: {e.Message}");
        }
        catch (Exception e) when (e is SourceException or TargetException or OptionException)
        {
            return Refused(definition, ProblemCode.SampleFailed, $"the sample cannot be migrated: {e.Message}");
        }
    }

    private async Task<ProofExport> TakeSampleAsync(Definition definition, int items, CancellationToken stop)
    {
        definition = composition.OnSample(definition);
        await using var source = composition.Dialects.Source(definition.Source.Type).Create(definition.SourceToLookAt);
        var export = await ExportOpening.OpenAsync(source, definition.Migration, new SilentObserver(), console.Time, stop);
        var sampler = new ItemSampler(source, export, definition.Nul, definition.Migration, new SilentObserver(), console.Time);
        return ProofExport.Of(export, await sampler.ReadAsync(items, stop));
    }

    private static async Task<IReadOnlyList<Problem>> QualifiedAsync(IScratchDatabase database, ScriptText text, CancellationToken stop)
    {
        var problems = new List<Problem>();
        foreach (var (path, content) in text.Files)
        {
            foreach (var (index, name) in await database.FindQualifiedAsync(content, stop))
            {
                var place = ScriptText.At(path, content, index);
                problems.Add(new Problem(place.Path, place.Line, place.Column, ProblemCode.CannotBeProved,
                    $"cannot be proved: SQL names {name} with its schema, so that a copy cannot stand in for it, and the real one is "
                    + "never touched; write the name alone and let the search_path find it"));
            }
        }

        return problems;
    }

    private static CheckOutcome Refused(Definition definition, string code, string message) =>
        new("", [new Problem(definition.Path, 0, 0, code, message)]);
}
