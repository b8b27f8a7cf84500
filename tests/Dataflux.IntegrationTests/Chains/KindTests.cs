using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Chains;

/// <summary>
/// Items that change their kind, are no longer let through, or are deleted, in a table for each kind, by the real executable.
/// </summary>
public sealed class KindTests(PostgreSqlFixture server)
{
    private const string Profile = """"
        interface IRow;
        interface IRecord;
        interface IKey;
        record Row(string Kind, string Id, string Text) : IRow;

        [Table("users")] record User([property: Key] string Id, string Text) : IRecord;
        [Table("orders")] record Order([property: Key] string Id, string Text) : IRecord;
        [Table("users")] record UserKey([property: Key] string Id) : IKey;
        [Table("orders")] record OrderKey([property: Key] string Id) : IKey;

        Task onStart(ISqlTarget target) => target.Execute("""
            create table if not exists users (id text primary key, text text not null, made timestamptz not null default clock_timestamp());
            create table if not exists orders (id text primary key, text text not null)
            """);

        Row? parseItem(Item item) => item.Has("kind") ? new(item.String("kind"), item.String("id"), item.String("text")) : null;

        bool filter(Row row) => row.Kind != "draft";

        IRecord? transform(Row row) => row.Kind switch
        {
            "user" => new User(row.Id, row.Text),
            "order" => new Order(row.Id, row.Text),
            _ => null,
        };
        """";

    private const string DeleteItem = """

        IEnumerable<IKey> deleteItem(Item item) => [new UserKey(item.Keys.String("id")), new OrderKey(item.Keys.String("id"))];
        """;

    private static readonly string[] Kinds = ["user", "order", "draft", "unknown", ""];

    [Theory]
    [InlineData(1, true, 1)]
    [InlineData(2, false, 4)]
    public async Task Every_item_is_in_the_table_of_its_kind_alone(int seed, bool withOldImages, int files)
    {
        using var workspace = await NewWorkspaceAsync(Profile + DeleteItem);
        var table = Write(workspace, seed, withOldImages, files);

        var output = await workspace.RunAsync(0, "migrate", "kinds.yaml", "--batch-size", "7");

        await AssertTablesAsync(workspace, table);
        Assert.Contains(" deleted", output);
    }

    [Fact]
    public async Task A_record_that_is_written_again_is_not_deleted_before()
    {
        using var workspace = await NewWorkspaceAsync(Profile + DeleteItem);
        var export = new ChainExport(Path.Combine(workspace.Folder, "exports"));
        export.Full(ChainExport.Start, [Full("a", "user", "1")]);
        await workspace.RunAsync(0, "migrate", "kinds.yaml");
        var made = await workspace.SqlAsync("select made from users");
        export.Incremental(ChainExport.Start, ChainExport.Start.AddDays(1), [Change("a", "user", "2", old: null)]);

        await workspace.RunAsync(0, "migrate", "kinds.yaml");

        Assert.Equal("2", await workspace.SqlAsync("select text from users"));
        Assert.Equal(made, await workspace.SqlAsync("select made from users"));
    }

    [Fact]
    public async Task Deletes_without_deleteItem_end_with_exit_code_1_until_they_are_skipped_knowingly_or_applied()
    {
        using var workspace = await NewWorkspaceAsync(Profile);
        var table = Write(workspace, seed: 3, withOldImages: false, files: 2);

        var output = await workspace.RunAsync(1, "migrate", "kinds.yaml");
        Assert.Contains("complete, but without its deletes", output);
        Assert.Contains("Next: write a deleteItem into the profile", output);
        await workspace.RunAsync(1, "migrate", "kinds.yaml");
        var definition = Path.Combine(workspace.Folder, "migrations", "kinds.yaml");
        var apply = File.ReadAllText(definition);
        File.WriteAllText(definition, apply + "deletes: skip\n");
        await workspace.RunAsync(0, "migrate", "kinds.yaml");
        File.WriteAllText(definition, apply);
        File.AppendAllText(Path.Combine(workspace.Folder, "migrations", "kinds.csx"), DeleteItem);

        output = await workspace.RunAsync(0, "migrate", "kinds.yaml", "--accept-changes");

        await AssertTablesAsync(workspace, table);
        Assert.Contains("deletes that were skipped before are applied now", output);
    }

    [Fact]
    public async Task A_gap_can_be_accepted_up_to_a_length_and_is_on_record()
    {
        using var workspace = await NewWorkspaceAsync(Profile + DeleteItem);
        var export = new ChainExport(Path.Combine(workspace.Folder, "exports"));
        export.Full(ChainExport.Start, [Full("a", "user", "1")]);
        export.Incremental(ChainExport.Start.AddSeconds(70), ChainExport.Start.AddDays(1), [Change("a", "user", "2", old: null)]);

        var output = await workspace.RunAsync(4, "migrate", "kinds.yaml");
        Assert.Contains("no export holds the changes from 2026-03-01T00:00:00Z to 2026-03-01T00:01:10Z", output);
        Assert.Contains("--accept-gap 70s", output);
        await workspace.RunAsync(4, "migrate", "kinds.yaml", "--accept-gap", "69s");
        await workspace.RunAsync(0, "migrate", "kinds.yaml", "--accept-gap", "70s");

        Assert.Equal("2", await workspace.SqlAsync("select text from users"));
        const string gap = "from 2026-03-01T00:00:00Z to 2026-03-01T00:01:10Z";
        Assert.Equal(gap, workspace.Summary("kinds").GetProperty("acceptedGaps")[0].GetString());
        Assert.Contains(gap, await File.ReadAllTextAsync(
            Path.Combine(workspace.Folder, ".dataflux", "kinds", "checkpoint.json"), TestContext.Current.CancellationToken));
    }

    /// <summary>Writes a full export and four incremental ones; gives what the items are at the end, as a plain replay has it.</summary>
    private static Dictionary<string, (string Kind, string Text)> Write(Workspace workspace, int seed, bool withOldImages, int files)
    {
        var random = new Random(seed);
        var export = new ChainExport(Path.Combine(workspace.Folder, "exports"));
        var table = new Dictionary<string, (string Kind, string Text)>();
        for (var number = 0; number < 120; number++)
            table.Add($"id-{number:d3}", (Kinds[random.Next(Kinds.Length)], $"{number}"));

        export.Full(ChainExport.Start, Spread(table.Select(item => Full(item.Key, item.Value.Kind, item.Value.Text))));
        for (var window = 1; window <= 4; window++)
        {
            var before = new Dictionary<string, (string Kind, string Text)>(table);
            var lines = new List<string>();
            foreach (var id in Enumerable.Range(0, 140).Select(number => $"id-{number:d3}").Where(_ => random.Next(3) == 0))
            {
                string? old = withOldImages && before.TryGetValue(id, out var was) ? Image(id, was.Kind, was.Text) : null;
                if (before.ContainsKey(id) && random.Next(4) == 0)
                {
                    table.Remove(id);
                    lines.Add(Changed(id, old, image: null));
                    continue;
                }

                table[id] = (Kinds[random.Next(Kinds.Length)], $"{window}.{random.Next(1000)}");
                lines.Add(Change(id, table[id].Kind, table[id].Text, old));
            }

            export.Incremental(ChainExport.Start.AddDays(window - 1), ChainExport.Start.AddDays(window), Spread(lines));
        }

        return table;

        IEnumerable<string>[] Spread(IEnumerable<string> lines) =>
            [.. lines.OrderBy(_ => random.Next()).Select((line, at) => (line, at)).GroupBy(each => each.at % files)
                .Select(file => file.Select(each => each.line).ToList())];
    }

    private static async Task AssertTablesAsync(Workspace workspace, Dictionary<string, (string Kind, string Text)> table)
    {
        foreach (var (kind, name) in new[] { ("user", "users"), ("order", "orders") })
        {
            var expected = table.Where(item => item.Value.Kind == kind).OrderBy(item => item.Key, StringComparer.Ordinal)
                .Select(item => $"{item.Key}={item.Value.Text}");
            Assert.Equal(
                string.Join(' ', expected),
                await workspace.SqlAsync($"select string_agg(id || '=' || text, ' ' order by id collate \"C\") from {name}"));
        }
    }

    private async Task<Workspace> NewWorkspaceAsync(string profile)
    {
        var workspace = await Workspace.CreateAsync(server);
        var migrations = Path.Combine(workspace.Folder, "migrations");
        File.WriteAllText(Path.Combine(migrations, "kinds.csx"), profile);
        File.WriteAllText(Path.Combine(migrations, "kinds.yaml"), """
            name: kinds
            profile: kinds.csx
            source: { type: local-dynamodb, path: ../exports, exports: all }

            """);
        return workspace;
    }

    private static string Full(string id, string kind, string text) => $$"""{"Item":{{Image(id, kind, text)}}}""";

    private static string Change(string id, string kind, string text, string? old) => Changed(id, old, Image(id, kind, text));

    private static string Changed(string id, string? old, string? image) =>
        $$$$"""{"Metadata":{"WriteTimestampMicros":{"N":"1772323200000000"}},"Keys":{"id":{"S":"{{{{id}}}}"}}{{{{(old is null ? "" : ",\"OldImage\":" + old)}}}}{{{{(image is null ? "" : ",\"NewImage\":" + image)}}}}}""";

    private static string Image(string id, string kind, string text)
    {
        var of = kind.Length == 0 ? "" : $$$""","kind":{"S":"{{{kind}}}"}""";
        return $$$$"""{"id":{"S":"{{{{id}}}}"},"text":{"S":"{{{{text}}}}"}{{{{of}}}}}""";
    }
}
