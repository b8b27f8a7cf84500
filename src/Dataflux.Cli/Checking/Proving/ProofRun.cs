using Dataflux.Cli.Definitions;
using Dataflux.Cli.Running;
using Dataflux.Dialects.PostgreSql.Scratch;
using Dataflux.Engine;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Reporting;
using Dataflux.Profiles;

namespace Dataflux.Cli.Checking.Proving;

/// <summary>Migrates samples into scratch tables, each time with a script that has just been loaded and with a state of its own.</summary>
/// <param name="composition">The script host.</param>
/// <param name="definition">The definition.</param>
internal sealed class ProofRun(Composition composition, Definition definition)
{
    // The scratch tables are on a server that was just reached.
    private static readonly TimeSpan RetryFor = TimeSpan.FromSeconds(30);

    /// <summary>Migrates a sample.</summary>
    /// <param name="sample">The items.</param>
    /// <param name="schema">The scratch tables.</param>
    /// <param name="batchSize">Records per transaction.</param>
    /// <param name="stop">Stops the run.</param>
    /// <returns>What became of it, and the tables afterwards.</returns>
    internal async Task<ProofResult> RunAsync(SampledExport sample, ScratchSchema schema, int batchSize, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("dataflux-prove-").FullName;
        try
        {
            // What a script remembers must not reach from one run into the next: they stand for different processes.
            using var script = composition.LoadProfile(definition);
            var context = new ProfileContext(definition.Options, sample.Export.Time, ProfileLog.None);
            var profile = script.Bind(context);
            var summary = await profile.RunAsync(PlanOf(sample, schema, batchSize, folder), stop);
            stop.ThrowIfCancellationRequested();
            return new ProofResult(summary, FirstReject.In(folder), await schema.ReadAsync(TypesOf(profile), stop));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>All types whose tables a profile writes or deletes from.</summary>
    internal static IReadOnlyList<Type> TypesOf(Profile profile) =>
        [.. profile.RecordTypes.Concat(profile.MappedTypes).Concat(profile.DeletedTypes).Distinct()];

    private MigrationPlan PlanOf(SampledExport sample, ScratchSchema schema, int batchSize, string folder)
    {
        var source = new SampleSource(sample);
        return new MigrationPlan
        {
            Name = definition.Name,
            Source = source,
            Export = source.Export,
            Target = schema.Target,
            StateFolder = folder,
            DefinitionHash = definition.Hash,
            Nul = definition.Nul,
            Observer = new SilentObserver(),
            Options = definition.Migration with
            {
                BatchSize = batchSize,
                Limit = null,
                MaxRejects = null,
                MaxRate = null,
                MaxReplicaLag = null,
                RetryFor = RetryFor,
                Checkpoint = CheckpointPlace.Folder,
            },
        };
    }

    private sealed class SilentObserver : IMigrationObserver;
}
