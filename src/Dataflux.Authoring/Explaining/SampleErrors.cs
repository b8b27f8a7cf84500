using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Explaining;

/// <summary>The codes of a sample sent through the script, and of source and target: DF02xx.</summary>
internal static class SampleErrors
{
    private const string Shell = "sh";

    internal static IReadOnlyList<ErrorEntry> All { get; } =
    [
        new(ProblemCode.SourceUnreadable, "The export cannot be read",
            "A path that does not exist is always an error, unless --sample 0 leaves the export alone. With --connect the export must be "
                + "there: the folder or bucket does not exist, holds no export or several, or may not be read.",
            "dataflux check pictures.yaml --connect      # source: path: /mnt/exports is not mounted",
            "Correct what stands under source:. 'dataflux inspect' with the same folder or bucket lists the exports that are there.")
        {
            Language = Shell,
        },
        new(ProblemCode.AllRejected, "The script keeps no item of the sample and rejects some",
            "Every item that is not skipped by design ended with an exception. A migration would write nothing and fill the reject file.",
            "Row? parseItem(Item item) => new Row(item.Int64(\"pictureID\"));      // the attribute is called pictureId",
            "The warning beside it (DF0203) has the first such items, with file and line. Correct the function it points at.")
        {
            Right = "Row? parseItem(Item item) => new Row(item.Int64(\"pictureId\"));",
        },
        new(ProblemCode.SomeRejected, "Items of the sample are rejected",
            "The script threw for these items. The migration goes on without them: they end in the reject file, and can be replayed after "
            + "the profile was corrected.",
            "Row? parseItem(Item item) => new Row(item.Int64(\"pictureId\"), item.Int32(\"width\"));      // some items have no width",
            "If these items are right, let the script take them (TryInt32 and its kind); if they are another kind of item, return null; "
            + "if they are wrong, leave them to the reject file.")
        {
            IsWarning = true,
            Right = "Row? parseItem(Item item) => new Row(item.Int64(\"pictureId\"), item.TryInt32(\"width\"));",
        },
        new(ProblemCode.AllSkipped, "The script skips every item of the sample",
            "parseItem, filter, groupRows or transform skipped all of them. That is allowed, but mostly it is the wrong export, or a "
            + "condition the wrong way round.",
            "Row? parseItem(Item item) => item.Has(\"pictureId\") ? null : new Row(item.Int64(\"pictureId\"));",
            "Look at the counts by reason above it, and at an item with 'dataflux try'. With a rare kind of item a larger --sample "
            + "finds some.")
        {
            IsWarning = true,
            Right = "Row? parseItem(Item item) => item.Has(\"pictureId\") ? new Row(item.Int64(\"pictureId\")) : null;",
        },
        new(ProblemCode.KeysMeet, "Records of the sample have the same key",
            "Two groups of items made records whose [Key] is the same. The record that is written last overwrites the other one, so that "
            + "an item leaves nothing in the target. Mostly the key is too short: it lacks the sort key, or it was made of a value that "
            + "several items share.",
            "[Table(\"orders\")] record Order([property: Key] string Customer, string OrderId, decimal Total);",
            "Give [Key] to every property that tells the items apart, and make the table's key the same. If the items are meant to be one "
            + "row, bring them together in groupKey, or combine them in upsert.")
        {
            IsWarning = true,
            Right = "[Table(\"orders\")] record Order([property: Key] string Customer, [property: Key] string OrderId, decimal Total);",
        },
        new(ProblemCode.AttributesUnread, "Attributes are never read",
            "Items of the sample that became rows have attributes that no accessor of the script read in any of them: their values are "
                + "left behind in the export. An attribute counts as read when the script asked for it (Has and IsNull too), went through "
                + "it, or took the whole item by ToJson or ToDynamoDbJson. A run counts the same over all items. With 'coverage: error' "
                + "this is an error, and a run ends with exit code 1.",
            "Row? parseItem(Item item) => new Row(item.Int64(\"pictureId\"));      // items have a caption, too",
            "Read the attribute; or, where it is to stay behind, write its name under coverage: ignore in the definition, such as "
                + "coverage: { ignore: [ttl, 'aws:*'] }. 'coverage: off' does not look for any.")
        {
            IsWarning = true,
            Right = "Row? parseItem(Item item) => new Row(item.Int64(\"pictureId\"), item.TryString(\"caption\"));",
        },
        new(ProblemCode.TargetUnusable, "The target cannot be reached, or takes no writes",
            "The server does not answer, or refuses the login: wrong host or port, a firewall, a wrong user or password, or a certificate "
                + "that cannot be verified. Or it is a standby or set to read-only, or an event trigger refuses the staging tables.",
            "PG_USER=shop PASSWORD=wrong dataflux check pictures.yaml --connect",
            "Correct host, port, user, password or ssl under target:, in dataflux.yaml, or in the variables these refer to. "
                + "'dataflux sql' with the same definition tries the same login.")
        {
            Language = Shell,
        },
        new(ProblemCode.RecordDoesNotFit, "The target does not take the records",
            "A table or column is missing, a type does not fit, no unique index that ON CONFLICT can use is on the key, a rule of the "
                + "table forbids merges, the profile's SQL cannot run, or a right is missing. Such a migration would stop before its "
                + "first row, or at its first batch. As a warning: single records would be rejected, for a null or a member of an enum "
                + "that the column does not take.",
            "[Table(\"picture\")]\nrecord Picture([property: Key] long Id, string ImageType);      // the column is called imageType",
            "Do what the message says: name the column, create the index, grant the right; or make the tables in onStart.")
        {
            Right = "[Table(\"picture\")]\nrecord Picture([property: Key] long Id, [property: Column(\"imageType\")] string ImageType);",
        },
    ];
}
