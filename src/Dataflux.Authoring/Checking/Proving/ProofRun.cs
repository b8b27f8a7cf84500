using Dataflux.Composing;
using Dataflux.Definitions;
using Dataflux.Engine.Settings;
using Dataflux.Profiles;

namespace Dataflux.Authoring.Checking.Proving;

/// <summary>Migrates a sample for a proof, each time with a script that has just been loaded.</summary>
/// <param name="composition">The script host.</param>
/// <param name="definition">The definition.</param>
internal sealed class ProofRun(Composition composition, Definition definition)
{
    /// <summary>Migrates a sample.</summary>
    /// <param name="sample">The items.</param>
    /// <param name="tables">The scratch tables.</param>
    /// <param name="batchSize">Records per transaction; <see langword="null"/>: as a run chooses.</param>
    /// <param name="stop">Stops the run.</param>
    /// <returns>What became of it, and the tables afterwards.</returns>
    internal async Task<ProofResult> RunAsync(ProofExport sample, IScratchTables tables, int? batchSize, CancellationToken stop)
    {
        // What a script remembers must not reach from one run into the next: they stand for different processes.
        using var script = composition.LoadProfile(definition);
        var profile = script.Bind(new ProfileContext(definition.Options, sample.Export.Time, ProfileLog.None));
        return await new ScratchMigration(definition).RunAsync(profile, sample, tables, batchSize, stop);
    }
}
