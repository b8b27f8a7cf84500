using Dataflux.Engine.Ground;

namespace Dataflux.Authoring.Explaining;

/// <summary>The codes of scripts whose functions do not keep the profile contract: most of DF01xx.</summary>
internal static class ContractErrors
{
    internal static IReadOnlyList<ErrorEntry> All { get; } =
    [
        new(ProblemCode.NoParseItem, "The profile has no parseItem",
            "parseItem makes a row of an item of the export. Without it there is nothing to migrate.",
            "record Row(long Id);\n// no function parseItem",
            "Add the function. It returns a record of your own, or null to skip the item by design.")
        {
            Right = "record Row(long Id);\nRow? parseItem(Item item) => new(item.Int64(\"id\"));",
        },
        new(ProblemCode.NoTransform, "The profile has no transform",
            "transform makes the record that is written of the rows of one group. It may be left out where each row is a record "
                + "already: what parseItem returns then has [Table] and [Key], and there is no grouping.",
            "Row? parseItem(Item item) => new(item.Int64(\"id\"));\n// no function transform",
            "Add the function: it takes the rows of one group and returns a record, several, or null to skip the group by design. Or mark "
                + "the row as a record.")
        {
            Right = "[Table(\"picture\")]\nrecord Picture([property: Key] long Id);\nPicture? transform(IReadOnlyList<Row> rows) => "
                + "new(rows[0].Id);",
        },
        new(ProblemCode.WrongParameters, "A function takes other parameters than it is given",
            "The engine calls the function with what the contract says. The parameters of this one are others, or in another order.",
            "Row? parseItem(string item) => ...",
            "Give it the parameters that the message shows. A ProfileContext may follow as the last one.")
        {
            Right = "Row? parseItem(Item item) => ...\nRow? parseItem(Item item, ProfileContext ctx) => ...",
        },
        new(ProblemCode.WrongResult, "A function returns something else than is expected",
            "The engine cannot use what the function returns: parseItem makes a row, filter says yes or no, transform makes records "
                + "of types of the script.",
            "int filter(Row row) => row.Id % 2;",
            "Give it the result type that the message shows.")
        {
            Right = "bool filter(Row row) => row.Id % 2 == 0;",
        },
        new(ProblemCode.UpsertMismatch, "upsert does not take what transform returns",
            "Records go from transform to upsert. An upsert that takes another type would never be called.",
            "Picture? transform(IReadOnlyList<Row> rows) => ...\nTask<int> upsert(ISqlTarget target, IReadOnlyList<Photo> batch) => ...",
            "Let both speak of the same record. When transform returns records of several types, each upsert takes one of them, or "
                + "one takes their base.")
        {
            Right = "Picture? transform(IReadOnlyList<Row> rows) => ...\nTask<int> upsert(ISqlTarget target, IReadOnlyList<Picture> "
                + "batch) => ...",
        },
        new(ProblemCode.RowMismatch, "A function does not take the row that parseItem returns",
            "filter, groupKey, groupRows and transform work on the rows of parseItem, so their parameters have its type.",
            "Row? parseItem(Item item) => ...\nbool filter(Item item) => ...",
            "Use parseItem's type. What filter needs of the item belongs into the row, or the decision into parseItem, which skips an "
                + "item by returning null.")
        {
            Right = "Row? parseItem(Item item) => ...\nbool filter(Row row) => ...",
        },
        new(ProblemCode.TwoGroupings, "The profile has both groupRows and groupKey",
            "Both say which rows belong together. groupKey names the key and lets the engine group in bounded memory; groupRows sees "
                + "all rows of a file "
                + "and groups them as it likes.",
            "long groupKey(Row row) => row.Id;\nIEnumerable<IEnumerable<Row>> groupRows(IReadOnlyList<Row> rows) => ...",
            "Keep one. groupKey is the better one wherever rows with equal keys belong together.")
        {
            Right = "long groupKey(Row row) => row.Id;",
        },
        new(ProblemCode.Asynchronous, "A function is asynchronous that must not be",
            "parseItem, filter, grouping, transform and deleteItem run once for each item, and compute. What they would wait for (a "
                + "database, a service) "
                + "would make the result depend on when it runs, and each item slow.",
            "async Task<Row?> parseItem(Item item) => ...",
            "Let it return its result directly. Only upsert, onStart and onComplete may wait for something.")
        {
            Right = "Row? parseItem(Item item) => ...",
        },
        new(ProblemCode.NearMiss, "A function is called by nobody, and nearly has a name of the contract",
            "The engine finds functions by their names. One whose name differs by a letter or by its case would be passed over in silence.",
            "Picture? transfrom(IReadOnlyList<Row> rows) => ...",
            "Write the name as the contract has it (transform or Transform). If the function is a helper of your own, give it a name "
                + "that is less like it.")
        {
            Right = "Picture? transform(IReadOnlyList<Row> rows) => ...",
        },
        new(ProblemCode.Duplicate, "A function is declared twice",
            "The contract has one function of each name, apart from upsert, which may have one for each record type.",
            "Row? parseItem(Item item) => ...\nRow? parseItem(Item item, ProfileContext ctx) => ...",
            "Remove or rename one of them. It may also stand in a script that is loaded with #load.")
        {
            Right = "Row? parseItem(Item item, ProfileContext ctx) => ...",
        },
        new(ProblemCode.NoEquality, "Keys cannot be compared",
            "groupKey returns a type whose values are equal only when they are the same object, such as an array. Every row would be "
                + "a group of its own.",
            "int[] groupKey(Row row) => [row.Id, row.Page];",
            "Return a number, a string, a tuple or a record.")
        {
            Right = "(int, int) groupKey(Row row) => (row.Id, row.Page);",
        },
        new(ProblemCode.NoRecordTypes, "There are no records of the type that transform returns",
            "transform returns a base type or an interface, and the records are the types of the script that derive from it. None of "
                + "them says how it is "
                + "written.",
            "abstract record Entity;\nrecord User(string Id) : Entity;\nIEnumerable<Entity> transform(IReadOnlyList<Row> rows) => ...",
            "Mark the types with [Table(\"name\")] and the properties that identify a row with [Key].")
        {
            Right = "abstract record Entity;\n[Table(\"users\")] record User([property: Key] string Id) : Entity;",
        },
        new(ProblemCode.SingleRowWithGrouping, "transform takes one row, but rows are grouped",
            "With groupKey or groupRows a group may have several rows, and transform would see the first of them only.",
            "long groupKey(Row row) => row.Id;\nPicture? transform(Row row) => ...",
            "Take the list of the group's rows; or remove the grouping, when every row is a record of its own.")
        {
            Right = "long groupKey(Row row) => row.Id;\nPicture? transform(IReadOnlyList<Row> rows) => ...",
        },
        new(ProblemCode.NotPlain, "A function is generic, or takes a parameter by reference",
            "The engine calls functions with values of known types.",
            "T parseItem<T>(Item item) => ...",
            "Make it a plain function.")
        {
            Right = "Row? parseItem(Item item) => ...",
        },
        new(ProblemCode.UnusableType, "A result cannot be kept",
            "The function returns a type that lives on the stack alone, such as Span<T> or a ref struct, and rows and records are "
                + "kept in lists.",
            "ReadOnlySpan<char> parseItem(Item item) => item.String(\"id\");",
            "Return a class, a record or an ordinary struct.")
        {
            Right = "string parseItem(Item item) => item.String(\"id\");",
        },
        new(ProblemCode.AmbiguousUpsert, "Two upserts take the same record",
            "The engine could not tell which one to call.",
            "Task<int> upsert(ISqlTarget target, IReadOnlyList<User> batch) => ...\nTask<int> Upsert(ISqlTarget target, "
                + "IReadOnlyList<User> batch) => ...",
            "Keep one.")
        {
            Right = "Task<int> upsert(ISqlTarget target, IReadOnlyList<User> batch) => ...",
        },
        new(ProblemCode.NoDeleteKey, "What deleteItem returns has no key",
            "deleteItem says which row goes, by the properties marked with [Key]. Its type has none.",
            "[Table(\"orders\")] record OrderKey(string Id);\nOrderKey? deleteItem(Item item) => new(item.Keys.String(\"id\"));",
            "Mark the properties that identify the row.")
        {
            Right = "[Table(\"orders\")] record OrderKey([property: Key] string Id);",
        },
        new(ProblemCode.KeepsState, "A function changes a variable of the script",
            "A variable outside of the functions outlives the call. Files are read ahead of each other, a failed batch is repeated, and a "
                + "run that was stopped goes on in the middle: what depends on earlier calls comes out differently each time.",
            "var count = 0;\nRow? parseItem(Item item) => new(item.Int64(\"id\"), count++);",
            "Let the result depend on the arguments alone; rows that belong together meet in transform. Values for all items belong into "
                + "'options:'.")
        {
            Right = "Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id, rows.Count);",
            IsWarning = true,
        },
        new(ProblemCode.NoRecordKey, "A record has no key",
            "A record is written by its key: its row is found by it when the same item comes again. The record's type has no [Key].",
            "[Table(\"orders\")] record Order(string Id, decimal Total);",
            "Mark the properties that identify the row; a unique index of the table must be on exactly their columns.")
        {
            Right = "[Table(\"orders\")] record Order([property: Key] string Id, decimal Total);",
        },
        new(ProblemCode.LooksOutside, "A function looks at something that is not in the items",
            "A clock, a random number, a new Guid, a file or a variable of the environment is another one in the next run. A run that is "
                + "killed and resumed, or repeated with the next export, then writes other values for the same items.",
            "Visit transform(IReadOnlyList<Row> rows) => new(Guid.NewGuid(), rows[0].Url, DateTime.UtcNow);",
            "Take times from the item or from ctx.ExportTime, ids from the item's key (Uuid.Version5), and everything else from 'options:' "
                + "or a script that is loaded with #load. onStart and onComplete may look around.")
        {
            Right = "Visit transform(IReadOnlyList<Row> rows, ProfileContext ctx) =>\n"
                + "    new(Uuid.Version5(Uuid.Url, rows[0].Url), rows[0].Url, ctx.ExportTime);",
            IsWarning = true,
        },
        new(ProblemCode.WritesToTerminal, "A function writes to the terminal",
            "The run draws its progress there, and other lines tear it. What is written to the terminal is in no log either.",
            "Row? parseItem(Item item) { Console.WriteLine(item.String(\"id\")); return ...; }",
            "Write to the run's log, and only what is rare: a line for each item would be slower than the migration. 'dataflux try' shows "
                + "what becomes of single items.")
        {
            Right = "Row? parseItem(Item item, ProfileContext ctx) { ctx.Log.Warn($\"odd id {item.String(\"id\")}\"); return ...; }",
            IsWarning = true,
        },
        new(ProblemCode.RunsAtLoad, "A statement runs when the script is loaded",
            "Statements outside of the functions run whenever the script is loaded: by check, try and test, and in each process of a run. "
                + "They see neither the export nor the target.",
            "var languages = new Dictionary<string, int>();\nforeach (var name in names) languages.Add(name, languages.Count);",
            "Prepare the target in onStart. A table of values belongs into the initializer of its variable.")
        {
            Right = "var languages = names.Index().ToDictionary(entry => entry.Item, entry => entry.Index);",
            IsWarning = true,
        },
    ];
}
