using Dataflux.Composing;
using Dataflux.Definitions;
using Dataflux.Engine;
using Dataflux.Engine.Contract;
using Dataflux.Engine.Plans;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Checking.Proving;

/// <summary>Runs the real migration of a definition from items in memory into scratch tables, with a state of its own.</summary>
/// <param name="definition">The definition.</param>
internal sealed class ScratchMigration(Definition definition)
{
    // The scratch tables are on a server that was just reached.
    private static readonly TimeSpan RetryFor = TimeSpan.FromSeconds(30);

    /// <summary>Migrates items.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="export">The items.</param>
    /// <param name="tables">The scratch tables.</param>
    /// <param name="batchSize">Records per transaction; <see langword="null"/>: as a run chooses.</param>
    /// <param name="stop">Stops the run.</param>
    /// <returns>What became of it, and the tables afterwards.</returns>
    internal async Task<ProofResult> RunAsync(
        Profile profile, ProofExport export, IScratchTables tables, int? batchSize, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("dataflux-scratch-").FullName;
        try
        {
            var summary = await MigrationStart.RunAsync(profile, PlanOf(export, tables, batchSize, folder), stop);
            stop.ThrowIfCancellationRequested();
            return new ProofResult(summary, RunReject.In(folder), await tables.ReadAsync(TypesOf(profile), stop));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>All types whose tables a profile writes or deletes from.</summary>
    internal static IReadOnlyList<Type> TypesOf(Profile profile) =>
        [.. profile.RecordTypes.Concat(profile.MappedTypes).Concat(profile.DeletedTypes).Distinct()];

    private MigrationPlan PlanOf(ProofExport export, IScratchTables tables, int? batchSize, string folder)
    {
        var source = new ProofSource(export);
        return new MigrationPlan
        {
            Name = definition.Name,
            Source = source,
            Export = source.Export,
            Target = tables.Target,
            StateFolder = folder,
            DefinitionHash = definition.Hash,
            Nul = definition.Nul,
            SkipDeletes = definition.SkipDeletes,
            Observer = new SilentObserver(),
            Options = definition.Migration with
            {
                BatchSize = batchSize,
                Limit = null,
                MaxRejects = null,
                MaxRate = null,
                MaxReplicaLag = null,
                VerifyBatches = false,
                RetryFor = RetryFor,
                KeepsImages = false,
                Checkpoint = CheckpointPlace.Folder,
            },
        };
    }
}
