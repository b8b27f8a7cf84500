using Dataflux.Engine.Plans;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Ledger;

/// <content>What is done and counts as not done again, because the target does not have it any longer.</content>
internal sealed partial class RunState
{
    /// <summary>Counts everything that is done as there, whatever the target says.</summary>
    internal void Trust() => Checkpoint = Checkpoint with
    {
        Parts = Checkpoint.Parts.SetItems(Checkpoint.Parts.Select(part => KeyValuePair.Create(part.Key, part.Value with { Marks = null }))),
        Partitions = Checkpoint.Partitions is { } partitions ? partitions with { Marks = null } : null,
    };

    /// <summary>
    /// Takes the part of a number and all behind it out of what is done: written again alone, it would bring older states over newer ones.
    /// </summary>
    internal void ForgetFrom(int number, MigrationPlan plan)
    {
        if (Checkpoint.Partitions is not null)
        {
            ForgetAll(plan);
            return;
        }

        var kept = Checkpoint.Parts.Where(part => part.Value.Number < number).Select(part => part.Key).ToHashSet(StringComparer.Ordinal);
        Restart(new RejectReplacement(StateFolder.Rejects(_folder), _store).WithOnly(kept, Checkpoint));
    }

    /// <summary>Begins from nothing; rows that are in the target are found there by their keys.</summary>
    internal void ForgetAll(MigrationPlan plan)
    {
        Restart(Checkpoint with
        {
            RejectsLength = 0,
            Parts = Checkpoint.Parts.Clear(),
            Rerun = null,
            Partitions = Checkpoint.Partitions is { } partitions ? new(partitions.Count, partitions.PartsIdentity) : null,
        });
        SaveNow(); // before rows that lie in partitions are deleted
        Partitions = PartitionsOf(plan, Checkpoint);
    }

    /// <summary>Says that what becomes done from here on is compared, and not written yet.</summary>
    internal void Compare() => Checkpoint = Checkpoint with { Rerun = RerunPhase.Compares };

    /// <summary>Takes parts out of what is done, because some rows of theirs are to be written after all.</summary>
    internal void Write(IReadOnlySet<string> parts)
    {
        Restart(new RejectReplacement(StateFolder.Rejects(_folder), _store)
            .Without(Checkpoint with { Rerun = RerunPhase.Writes }, parts));
        SaveNow();
    }

    private void Restart(Checkpoint checkpoint)
    {
        _rejects.Dispose();
        Checkpoint = checkpoint;
        Counts = checkpoint.Counts;
        _rejects = new RejectFile(StateFolder.Rejects(_folder), checkpoint.RejectsLength, _profile.GroupKeyOf, _redact);
    }
}
