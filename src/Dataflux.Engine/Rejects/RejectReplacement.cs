using Dataflux.Engine.Ground;
using Dataflux.Engine.State;

namespace Dataflux.Engine.Rejects;

/// <summary>
/// Replaces <c>rejects.ndjson</c> together with the checkpoint that counts on it, so that a crash between the two loses neither:
/// the new file is written beside the old one, the checkpoint says that it takes its place, and only then it does. Whoever opens
/// the state next does what is left to do.
/// </summary>
internal sealed class RejectReplacement(string path, ICheckpointStore store)
{
    private readonly string _new = path + ".new";

    /// <summary>Finishes a replacement that a crash interrupted.</summary>
    internal Checkpoint? Finish(Checkpoint? found)
    {
        if (found is not { RejectsReplaced: true })
            return found;

        if (File.Exists(_new))
        {
            PrivateFile.Name(_new, path);
            KillPoint.At(KillPoint.AfterReplacement);
        }

        var finished = found with { RejectsReplaced = false };
        store.Save(finished);
        return finished;
    }

    /// <summary>Replaces both.</summary>
    /// <param name="lines">The new rejects, each a line with its line end.</param>
    /// <param name="checkpoint">The new checkpoint; its length of rejects is set here.</param>
    /// <returns>The checkpoint as it was saved.</returns>
    internal Checkpoint Replace(IEnumerable<ReadOnlyMemory<byte>> lines, Checkpoint checkpoint)
    {
        long length;
        using (var stream = PrivateFile.Create(_new))
        {
            foreach (var line in lines)
                stream.Write(line.Span);

            stream.Flush(flushToDisk: true);
            length = stream.Length;
        }

        KillPoint.At(KillPoint.BeforeReplacement);
        var replaced = checkpoint with { RejectsLength = length, RejectsReplaced = true };
        store.Save(replaced);
        KillPoint.At(KillPoint.InReplacement);
        return Finish(replaced)!;
    }

    /// <summary>Takes parts out of what is done, with their rejects.</summary>
    internal Checkpoint Without(Checkpoint checkpoint, IReadOnlySet<string> names)
    {
        var stays = checkpoint with { Parts = checkpoint.Parts.RemoveRange(names) };
        return OnDisk(checkpoint) == OnDisk(stays)
            ? stays
            : Replace(
                RejectReader.Read(path, checkpoint.RejectsLength).Where(reject => !names.Contains(reject.Reject.Part))
                    .Select(reject => reject.Line),
                stays);
    }

    private static long OnDisk(Checkpoint checkpoint) => checkpoint.Counts.RejectedTotal + checkpoint.Counts.Waiting;

    /// <summary>Takes all other parts out of what is done, with their rejects.</summary>
    internal Checkpoint WithOnly(IReadOnlySet<string> parts, Checkpoint checkpoint)
    {
        var others = checkpoint.Parts.Keys.Where(name => !parts.Contains(name)).ToHashSet(StringComparer.Ordinal);
        return others.Count == 0 ? checkpoint : Without(checkpoint, others);
    }
}
