using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Explaining;

/// <summary>The codes of <c>check --prove</c>: DF04xx.</summary>
internal static class ProofErrors
{
    private const string Shell = "sh";

    internal static IReadOnlyList<ErrorEntry> All { get; } =
    [
        new(ProblemCode.NotRepeatable, "Two migrations of the same items give different tables",
            "A record holds something that is not in the items: a clock, a random number, a counter of the script. A run that is resumed "
            + "would write another value.",
            "Visit transform(IReadOnlyList<Row> rows) => new(rows[0].Id, DateTimeOffset.UtcNow);",
            "Take the time from ctx.ExportTime, identifiers from Uuid.Version5 or from the items.")
        {
            Right = "Visit transform(IReadOnlyList<Row> rows, ProfileContext ctx) => new(rows[0].Id, ctx.ExportTime);",
        },
        new(ProblemCode.NotIdempotent, "Migrating the same items again changes the tables",
            "The upsert is not idempotent. A run that is killed and resumed, or simply repeated, meets rows it has already written.",
            "on.Set(\"visits\", \"visit.visits + excluded.visits\")",
            "Write the value, not the difference: let the engine group all items of the key (group: scope: export), or merge in a way "
            + "that gives the same when done twice.")
        {
            Right = "on.Set(\"visits\", \"greatest(visit.visits, excluded.visits)\")",
        },
        new(ProblemCode.DependsOnBatches, "The tables depend on which records share a transaction",
            "With other batch sizes the result is another. Batches are cut by number, size and time, so no run can promise the same ones.",
            "an upsert that looks at batch.Count, or at the batch's first record",
            "Let upsert treat every record by itself."),
        new(ProblemCode.DependsOnOrder, "The tables depend on the order of files or items",
            "An export does not define an order of its files. Where records of one key contradict each other, the last one wins, and that "
            + "may be another one in the next export.",
            "on.Set(\"status\", \"excluded.status\")      // the last one wins",
            "Decide by something in the items, such as a time of change; or group all items of a key together with group: scope: export.")
        {
            Right = "on.Set(\"status\", \"case when excluded.changed_at >= orders.changed_at then excluded.status else "
                + "orders.status end\")",
        },
        new(ProblemCode.DependsOnFiles, "The tables depend on which items share a file",
            "Groups have the rows of one file. Another export of the same table may put the items of one key into several files; their "
            + "records then meet in the upsert.",
            "a sum over the rows of a group, written as it is",
            "Merge the parts in upsert, as migrations/pictures.csx does, or say group: { scope: export } in the definition."),
        new(ProblemCode.CannotBeProved, "The profile cannot be proved",
            "Copies of the tables cannot be made, or the script's SQL would reach the real ones: it names an existing table with its "
                + "schema, or writes outside the copies. Real tables are never touched by a proof, so nothing was run, or it was "
                + "rolled back.",
            "await target.Execute(\"update public.picture set checked = true\");",
            "Name tables without their schema, so that the copies can stand in for them.")
        {
            Right = "await target.Execute(\"update picture set checked = true\");",
        },
        new(ProblemCode.SampleFailed, "The sample cannot be migrated",
            "The export could not be read, or the migration of the sample into the copies stopped; the message says why.",
            "dataflux check pictures.yaml --prove      # onStart fails on an empty database",
            "Correct what the message names; 'dataflux check --connect' and 'dataflux try' show more.")
        {
            Language = Shell,
        },
    ];
}
