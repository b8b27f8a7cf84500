using Dataflux.Engine.Contract;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.Tests.Scripting;

public sealed class ProfileBindingTests : IDisposable
{
    private const string Upserted = "mapping Picture: Picture { Id = 1 }";
    private readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public void A_profile_of_two_functions_writes_by_its_mapping()
    {
        var run = Run("Row? parseItem(Item item) => new(1);", "Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id);");

        Assert.Equal([Upserted], run.Calls);
        Assert.Equal(["Picture"], run.Profile.RecordTypes.Select(t => t.Name));
        Assert.Equal(run.Profile.RecordTypes, run.Profile.MappedTypes);
        Assert.True(run.OneRecordPerGroup);
        Assert.Equal("pictures.csx", run.Profile.Path);
    }

    [Theory]
    [InlineData(
        "Picture? deleteItem(Item item) => item.Keys.Has(\"id\") ? new(item.Keys.Int32(\"id\")) : null;", "Picture { Id = 7 }", "Picture")]
    [InlineData(
        "PictureKey? deleteItem(Item item) => item.Keys.Has(\"id\") ? new(item.Keys.Int32(\"id\")) : null;",
        "PictureKey { Id = 7 }",
        "PictureKey")]
    [InlineData("StructKey DeleteItem(Item item, ProfileContext ctx) => new(ctx.Get<int>(\"add\"));", "StructKey { Id = 40 }", "StructKey")]
    [InlineData("static StructKey? deleteItem(Item item) => new StructKey(7);", "StructKey { Id = 7 }", "StructKey")]
    [InlineData("IEnumerable<object> deleteItem(Item item) { yield return new Picture(1); yield return new PictureKey(2); }",
        "Picture { Id = 1 }, PictureKey { Id = 2 }", null)]
    public void DeleteItem_makes_the_keys_of_what_a_deleted_item_takes_away(string deleteItem, string expected, string? keyType)
    {
        var run = Run($$"""
            [Table("picture")] record PictureKey([property: Key] int Id);
            readonly record struct StructKey([property: Key] int Id);
            Row? parseItem(Item item) => new(1);
            Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id);
            {{deleteItem}}
            """);
        var item = Item.Parse("""{"Metadata":{"WriteTimestampMicros":{"N":"1"}},"Keys":{"id":{"N":"7"}}}""");
        var profile = run.Profile.GetType();
        var keys = new List<object>();
        var make = (DeletionMaker)profile.GetProperty("DeleteItem")!.GetValue(run.Profile)!;
        make(item, keys);
        Assert.Equal(expected, string.Join(", ", keys));
        Assert.Equal(keyType, ((Type?)profile.GetProperty("DeleteKeyType")!.GetValue(run.Profile))?.Name);
    }

    [Fact]
    public void All_functions_may_be_in_PascalCase_and_static()
    {
        var run = Run("""
            static Row? ParseItem(Item item) => new(1);
            static bool Filter(Row row) => row.Id == 1;
            static IEnumerable<IEnumerable<Row>> GroupRows(IReadOnlyList<Row> rows) => [rows, rows];
            static Picture? Transform(IReadOnlyList<Row> rows) => new(rows.Count);
            static Task<int> Upsert(ISqlTarget target, IReadOnlyList<Picture> batch) => target.Upsert(batch, on => on.DoNothing());
            static Task OnStart(ISqlTarget target) => target.Execute("start");
            static Task OnComplete(ISqlTarget target) => target.Execute("complete");
            """, items: 2);

        Assert.Equal(["sql start", "merge Picture: Picture { Id = 2 }, Picture { Id = 2 }", "sql complete"], run.Calls);
        Assert.Equal(["Picture"], run.Profile.MappedTypes.Select(t => t.Name)); // it names its table
    }

    [Fact]
    public void Every_function_may_take_the_context_last()
    {
        var run = Run("""
            Row? parseItem(Item item, ProfileContext ctx) => new(1 + ctx.Get<int>("add"));
            bool filter(Row row, ProfileContext ctx) => row.Id == 41 && ctx.Get<int>("add") == 40;
            IEnumerable<IEnumerable<Row>> groupRows(IReadOnlyList<Row> rows, ProfileContext ctx) => Enumerable.Repeat(rows, ctx.Get<int>("add") / 20);
            Picture? transform(IReadOnlyList<Row> rows, ProfileContext ctx) => new(rows[0].Id + ctx.Get<int>("add"));
            Task<int> upsert(ISqlTarget target, IReadOnlyList<Picture> batch, ProfileContext ctx) => target.Execute("upsert " + batch[0].Id + " of " + ctx.Get<int>("add"));
            Task onStart(ISqlTarget target, ProfileContext ctx) => target.Execute("start " + ctx.Get<int>("add"));
            Task onComplete(ISqlTarget target, ProfileContext ctx) => target.Execute("complete " + ctx.ExportTime.Year);
            """);

        Assert.Equal(2, run.Groups);
        Assert.Equal(["sql start 40", "sql upsert 81 of 40", "sql complete 1970"], run.Calls);
    }

    [Fact]
    public void The_context_may_come_with_groupKey_too()
    {
        var run = Run(
            "int next; Row? parseItem(Item item) => new(next++);",
            "int groupKey(Row row, ProfileContext ctx) => row.Id / (ctx.Get<int>(\"add\") / 20);",
            "Picture? transform(IReadOnlyList<Row> rows) => new(rows.Count);",
            items: 4);

        Assert.Equal(["Picture { Id = 2 }", "Picture { Id = 2 }"], run.Records);
    }

    [Fact]
    public void Null_rows_false_filters_and_null_records_are_skipped()
    {
        var run = Run("""
            int next;
            Row? parseItem(Item item) => next++ % 2 == 0 ? null : new(next);
            bool filter(Row row) => row.Id > 2;
            Picture? transform(Row row) => row.Id > 4 ? new(row.Id) : null;
            """, items: 6);

        Assert.Equal((3, 2, 2), (run.Parsed, run.Kept, run.Groups));
        Assert.Equal(["Picture { Id = 6 }"], run.Records);
    }

    [Theory]
    [InlineData("record struct R(int Id); R parseItem(Item item) => new(next++);", 3)]
    [InlineData("record struct R(int Id); R? parseItem(Item item) => next++ == 1 ? null : new R(next);", 2)]
    [InlineData("using R = (int Id, string Name); R parseItem(Item item) => (next++, \"n\");", 3)]
    [InlineData("using R = (int Id, string Name); R? parseItem(Item item) => next++ == 1 ? null : (next, \"n\");", 2)]
    [InlineData("class R { public int Id; } R? parseItem(Item item) => next++ == 1 ? null : new R { Id = next };", 2)]
    public void Rows_may_be_classes_structs_and_nullable_structs(string parse, int rows)
    {
        // A using has to come first in a script.
        var (head, rest) = parse.StartsWith("using", StringComparison.Ordinal)
            ? parse.Split("; ", 2) switch { var p => (p[0] + ";", p[1]) }
            : ("", parse);
        _scripts.With("pictures.csx", $$"""
            {{head}}
            {{ScriptFolder.Rows}}
            int next;
            {{rest}}
            bool filter(R row) => row.Id >= 0;
            int groupKey(R row) => 0;
            Picture? transform(IEnumerable<R> rows) => new(rows.Count());
            """);

        var run = _scripts.Run(items: 3);

        Assert.Equal(rows, run.Parsed);
        Assert.Equal([$"Picture {{ Id = {rows} }}"], run.Records);
    }

    [Theory]
    [InlineData("List<List<Row>> groupRows(IReadOnlyList<Row> rows) => [[.. rows]];")]
    [InlineData("Row[][] groupRows(IReadOnlyList<Row> rows) => [[.. rows]];")]
    [InlineData("IEnumerable<IGrouping<int, Row>> groupRows(IEnumerable<Row> rows) => rows.GroupBy(r => 0);")]
    [InlineData("IReadOnlyList<IReadOnlyList<Row>> groupRows(IReadOnlyCollection<Row> rows) => [[.. rows]];")]
    public void Groups_may_be_any_sequence_of_sequences(string groupRows)
    {
        var run = Run(
            "Row? parseItem(Item item) => new(1);",
            groupRows,
            "Picture? transform(IReadOnlyCollection<Row> rows) => new(rows.Count);",
            items: 3);

        Assert.Equal(["Picture { Id = 3 }"], run.Records);
    }

    [Theory]
    [InlineData("IEnumerable<Picture> transform(Row row) { yield return new(1); yield return new(2); }")]
    [InlineData("List<Picture>? transform(Row row) => [new(1), new(2)];")]
    [InlineData("Picture?[] transform(Row row) => [new(1), null, new(2)];")]
    [InlineData("System.Collections.Immutable.ImmutableArray<Picture> transform(Row row) => [new(1), new(2)];")]
    public void Transform_may_make_several_records(string transform)
    {
        var run = Run("Row? parseItem(Item item) => new(1);", transform);

        Assert.Equal(["Picture { Id = 1 }", "Picture { Id = 2 }"], run.Records);
        Assert.False(run.OneRecordPerGroup);
    }

    [Theory]
    [InlineData("Point transform(Row row) => new(row.Id);", 3)]
    [InlineData("Point? transform(Row row) => row.Id == 1 ? null : new Point(row.Id);", 2)]
    [InlineData("IEnumerable<Point> transform(Row row) => [new Point(row.Id)];", 3)]
    public void Records_may_be_structs_and_nullable_structs(string transform, int records)
    {
        var run = Run(
            "record struct Point([property: Key] int Id); int next; Row? parseItem(Item item) => new(next++);", transform, items: 3);

        Assert.Equal(records, run.Records.Count);
        Assert.Equal(["Point"], run.Profile.RecordTypes.Select(t => t.Name));
    }

    [Theory]
    [InlineData("int? groupKey(Row row) => null;")]
    [InlineData("string? groupKey(Row row) => null;")]
    public void A_null_key_is_an_error_of_its_row(string groupKey)
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => Run("Row? parseItem(Item item) => new(1);", groupKey, "Picture? transform(IReadOnlyList<Row> rows) => new(1);"));

        Assert.Equal("groupKey returned null; give every row a key, or drop rows without one in filter", error.Message);
    }

    [Theory]
    [InlineData("(int, string?) groupKey(Row row) => (row.Id, null);")]
    [InlineData("record Pair(int A); Pair groupKey(Row row) => new(row.Id);")]
    [InlineData("DayOfWeek? groupKey(Row row) => DayOfWeek.Monday;")]
    public void Keys_may_be_of_any_type_with_equality(string groupKey) =>
        Assert.Equal(
            1,
            Run(
                "Row? parseItem(Item item) => new(1);",
                groupKey,
                "Picture? transform(IReadOnlyList<Row> rows) => new(1);",
                items: 2).Groups);

    [Fact]
    public void An_upsert_that_returns_no_number_counts_its_batch()
    {
        var run = Run(
            "Row? parseItem(Item item) => new(1);",
            "Picture? transform(Row row) => new(1);",
            "async Task upsert(ISqlTarget target, IEnumerable<Picture> batch) { await Task.Yield(); await target.Execute(\"x\"); }",
            items: 3);

        Assert.Equal(3, run.Written);
        Assert.Equal(["sql x"], run.Calls);
    }

    [Fact]
    public async Task A_target_of_another_kind_is_refused_with_the_function_at_fault()
    {
        using var compiled = Write("Row? parseItem(Item item) => new(1);", "Picture? transform(Row row) => new(1);",
            "Task onStart(ISqlTarget target) => target.Execute(\"x\");").Load().Require();
        var profile = compiled.Bind(ProfileRun.Context);

        var error = await Assert.ThrowsAsync<TargetException>(() => profile.OnStart!(new PlainTarget()));

        Assert.Equal("pictures.csx(6,1): onStart wants a target of kind ISqlTarget, but the definition's target (PlainTarget) is none; "
            + "change the definition's target or the function's parameter", error.Message);
    }

    [Fact]
    public void The_profile_is_typed_by_the_scripts_own_types()
    {
        var profile = Run("Row? parseItem(Item item) => new(1);", "Picture? transform(Row row) => new(1);").Profile;

        Assert.Equal(typeof(Profile<,>), profile.GetType().GetGenericTypeDefinition());
        Assert.Equal(["Row", "Picture"], profile.GetType().GenericTypeArguments.Select(t => t.Name));
    }

    [Fact]
    public void Similar_names_beside_the_real_function_are_left_alone()
    {
        var run = Run(
            "Row? parseItem(Item item) => new(1);",
            "Picture? transform(Row row) => transform2(row);",
            "Picture transform2(Row row) => new(row.Id);");

        Assert.Equal([Upserted], run.Calls);
    }

    private ScriptFolder Write(params string[] functions) =>
        _scripts.With("pictures.csx", ScriptFolder.Rows + "\n" + string.Join('\n', functions));

    private ProfileRun Run(string first, string second = "", string third = "", int items = 1) => Write(first, second, third).Run(items);
}
