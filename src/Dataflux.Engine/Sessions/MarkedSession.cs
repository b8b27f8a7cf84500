using Dataflux.Engine.Ground;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Engine.Sessions;

/// <summary>
/// A writer's session whose every transaction counts up the writer's mark in the target, and is refused when the mark is not that of the
/// transaction before: then the target forgot what it confirmed, or another process writes.
/// </summary>
internal sealed class MarkedSession(ITargetSession session, string owner, int writer, string lineage, long run) : ITargetSession
{
    private readonly string _name = TargetMarks.NameOf(writer);
    private long _committed;

    /// <summary>How many transactions were committed.</summary>
    internal long Committed => Volatile.Read(ref _committed);

    public Func<object, ItemOrigin?> OriginOf
    {
        set => session.OriginOf = value;
    }

    public WrittenPart Part
    {
        set => session.Part = value;
    }

    public Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation) =>
        WriteAsync(write, (_, _) => Task.CompletedTask, cancellation);

    public async Task<WriteCounts> WriteAsync(
        Func<ITarget, Task> write, Func<ITargetDocuments, WriteCounts, Task> keep, CancellationToken cancellation)
    {
        // After a commit whose end was not heard of, the mark may count this transaction already: that is its work, done once more.
        var (before, after) = (Mark(_committed), Mark(_committed + 1));
        var counts = await session.WriteAsync(
            write,
            async (documents, counts) =>
            {
                await keep(documents, counts);
                if (!await documents.ReplaceAsync(owner, _name, after, before))
                    throw Forgotten();
            },
            cancellation);
        Volatile.Write(ref _committed, _committed + 1);
        return counts;
    }

    public ValueTask DisposeAsync() => session.DisposeAsync();

    internal static TargetException Forgotten() => new(
        "the target does not have a commit that it confirmed earlier in this run (a fail-over to a standby that was behind, a crash, a "
        + "restored backup), or another run of this migration began to write. Run the same command again: files whose rows may be missing "
        + "are read again");

    private byte[] Mark(long committed) => TargetMarks.Format(lineage, run, committed);
}
