using Dataflux.Engine.State;

namespace Dataflux.Tests.Engine;

/// <summary>What a migration leaves behind when it is complete, to compare with one that nothing disturbed.</summary>
internal sealed record RunEnd(string Table, string Rejects, string Account)
{
    internal static RunEnd Of(EngineRun run)
    {
        var checkpoint = new CheckpointFile(run.Checkpoint).Load()!;
        var counts = checkpoint.Counts;
        var rejects = run.Rejects().Select(reject =>
            $"{reject.GetProperty("file").GetString()} {reject.GetProperty("stage").GetString()} "
                + $"{reject.GetProperty("lines").GetRawText()} {reject.GetProperty("items").GetRawText()}");
        return new(
            string.Join('\n', run.Target.Table.Values),
            string.Join('\n', rejects.Order(StringComparer.Ordinal)),
            $"{checkpoint.Complete}: {counts.Items} = {counts.Kept} + {counts.SkippedTotal} + {counts.RejectedTotal} + "
                + $"{counts.Partitioned}; {new FileInfo(Path.Combine(run.Folder, "rejects.ndjson")).Length - checkpoint.RejectsLength}");
    }
}
