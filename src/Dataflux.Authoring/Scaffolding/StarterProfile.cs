using Dataflux.Engine.Inspection;
using Dataflux.Engine.Settings;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>The profile of a migration of which nothing is known yet: it compiles, runs, and says what may be added.</summary>
internal static class StarterProfile
{
    /// <summary>The table that it writes.</summary>
    internal static ScaffoldTable TableOf(string name, ITableScaffold scaffold) => new(
        Names(name, scaffold).Table(record: null),
        [
            new("id", ColumnKind.Text, IsKey: true, IsNullable: false),
            new("document", ColumnKind.Document, IsKey: false, IsNullable: false),
        ]);

    /// <summary>The script's text.</summary>
    /// <param name="name">The migration's name.</param>
    /// <param name="scaffold">Names the table.</param>
    internal static string For(string name, ITableScaffold scaffold)
    {
        var record = Names(name, scaffold).Single();
        var table = TableOf(name, scaffold);

        // Where nobody makes tables by statements, nothing is merged by them.
        var merging = scaffold.StatementsOf([table]) is null
            ? ""
            : "// How a record meets the row that is already there. Without this function all columns are overwritten.\n"
                + $"// Task<int> upsert(ISqlTarget target, IReadOnlyList<{record}> batch) => "
                + "target.Upsert(batch, on => on.Keep(\"created_at\"));\n\n";
        return $$""""
            // {{name}}: a profile to start with. 'dataflux init' with --from <export> writes one that fits an export.

            // What an item is read as: null skips it, which is counted; an exception rejects it, with the reason.
            // item.String("a"), item.TryInt64("b"), item.Timestamp("ttl", Epoch.Seconds), item.Map("c").List("d"): see 'Item' in docs/profiles.md.
            {{record}}? parseItem(Item item) => item.Has("id") ? new(item.String("id"), item.ToJson()) : null;

            // Skips rows: bool filter({{record}} row, ProfileContext ctx) => row.Id != ctx.Get<string>("without");
            // Brings the rows of one key together, of which transform then makes one record:
            // string groupKey({{record}} row) => row.Id;
            // {{record}}? transform(IReadOnlyList<{{record}}> rows) => rows[^1];

            {{merging}}[Table({{CSharpNames.Literal(table.Name)}})]
            record {{record}}([property: Key] string Id, Json Document);

            """".ReplaceLineEndings("\n");
    }

    private static EntityNames Names(string name, ITableScaffold scaffold) => new(name, new KindRule(KindRuleType.None, []), scaffold);
}
