using System.Text;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Plans;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Verifying;

/// <summary>Decides whether a verification goes on with what an interrupted one has left in its folder.</summary>
/// <param name="plan">The migration's plan.</param>
/// <param name="identity">What the verification is about, a line for each.</param>
/// <param name="folder">The folder.</param>
internal sealed class InterruptedVerification(MigrationPlan plan, string identity, string folder)
{
    private string Identity => Path.Combine(folder, "verification");

    /// <summary>Makes the folder ready.</summary>
    /// <param name="restart">Whether it begins again, whatever is there.</param>
    /// <returns>Whether it goes on.</returns>
    internal bool GoesOn(bool restart)
    {
        var store = new CheckpointFile(StateFolder.Checkpoint(folder));
        if (!File.Exists(Identity) || !File.Exists(StateFolder.Checkpoint(folder)))
        {
            Begin(because: null);
            return false;
        }

        var changed = File.ReadAllText(Identity).Split('\n').Except(identity.Split('\n')).Select(static line => line.Split(' ')[0])
            .ToList();
        if (restart || changed.Count > 0 || store.Load() is not { } found)
        {
            Begin(restart || changed.Count == 0 ? null : $"{string.Join(" and ", changed)} changed");
            return false;
        }

        plan.Observer.Notice(
            $"The verification goes on after the {plan.Export.Terms.Parts} that an interrupted one has compared, {found.Parts.Count} of "
            + $"{plan.Export.Parts.Count} (--restart begins again)");
        if (found.Complete)
            store.Save(found with { Complete = false }); // it is to be settled

        return true;
    }

    /// <summary>Begins from nothing.</summary>
    /// <param name="because">Why it does not go on; <see langword="null"/>: there is nothing to be said.</param>
    internal void Begin(string? because)
    {
        if (because is not null)
            plan.Observer.Notice($"The verification begins again: since an interrupted one {because}");

        StateFolder.DeleteFolder(folder);
        StateFolder.MakePrivate(folder);
        PrivateFile.Replace(Identity, Encoding.UTF8.GetBytes(identity));
    }
}
