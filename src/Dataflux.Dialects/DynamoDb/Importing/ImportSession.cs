using Dataflux.Dialects.Staging;
using Dataflux.Engine.Targets;
using Dataflux.Profiles;

namespace Dataflux.Dialects.DynamoDb.Importing;

/// <summary>A writer's session: the changes of a transaction become a segment in the state folder, or nothing.</summary>
/// <param name="tables">The tables.</param>
/// <param name="staging">Keeps the changes.</param>
internal sealed class ImportSession(NewTables tables, StagingFolder staging) : ITargetSession
{
    public WrittenPart Part { private get; set; } = new(0, "", Position: null, Link: 0);

    public async Task<WriteCounts> WriteAsync(Func<ITarget, Task> write, CancellationToken cancellation)
    {
        using var calls = new ImportCalls(tables, cancellation);
        await write(calls);
        cancellation.ThrowIfCancellationRequested();
        if (calls.Refused is { Count: > 0 } refused)
        {
            throw new RefusedRecordsException([.. refused.Select(static each => each.Record)], refused[0].Failure)
            {
                Failures = [.. refused.Select(static each => each.Failure)],
            };
        }

        if (calls.Rows is { Count: > 0 } rows)
            staging.Commit(Part, [.. rows.Select(static one => (one.Description, one.Written))]);

        return calls.Counts;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
