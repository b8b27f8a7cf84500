using Dataflux.Dialects.Warehouse.Columns;
using Dataflux.Dialects.Warehouse.Publishing;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.Warehouse.Writing;

/// <summary>A writer's session: the rows of a transaction become a segment in the state folder, or nothing.</summary>
/// <param name="shapes">The tables.</param>
/// <param name="publication">Keeps the rows.</param>
/// <param name="longestText">How many bytes a text or binary may have; <see langword="null"/>: any number.</param>
internal sealed class FilesSession(TableShapes shapes, Publication publication, int? longestText) : ITargetSession
{
    public Func<object, ItemOrigin?> OriginOf { private get; set; } = static _ => null;

    public WrittenPart Part { private get; set; } = new(0, "", Position: null, Link: 0);

    public async Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation)
    {
        var (origin, time) = (OriginOf, publication.Time);
        var calls = new FilesCalls(
            shapes, Part.HasVersions ? record => origin(record)?.Version ?? time : null, time, longestText, cancellation);
        try
        {
            await write(calls);
        }
        finally
        {
            calls.Close();
        }

        cancellation.ThrowIfCancellationRequested();
        if (calls.Tables is { Count: > 0 } tables)
        {
            publication.Staging.Commit(
                Part, [.. tables.Select(static one => (StagedTables.Describe(one.Table, one.Rows), one.Rows.Written))]);
        }

        return calls.Counts;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
