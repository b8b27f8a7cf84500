using Dataflux.Cli;
using Dataflux.Cli.Composing;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.Tests.Cli.Scaffolding;

/// <summary><c>dataflux init</c> in a real folder, its output judged by the real <c>dataflux check</c>.</summary>
public sealed class InitTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Without_an_export_the_starter_lacks_nothing_else_and_says_what_may_be_added()
    {
        await RunAsync(0, "init", "users");

        Assert.Contains("migrations/users.yaml: OK", await RunAsync(0, "check", "users", "--sample", "0"));
        Assert.Contains(
            "migrations/users.yaml(8,9): error DF0201: ",
            Assert.Single((await RunAsync(2, "check", "users")).Split('\n'), line => line.Contains(": error ", StringComparison.Ordinal)));
        Assert.Contains("groupKey", Read("migrations/users.csx"));
        Assert.Contains("create table if not exists users (", Read("migrations/users.csx"));
    }

    [Fact]
    public async Task Types_fit_what_was_found()
    {
        using var export = Export(Enumerable.Range(0, 20).Select(i => $$$$"""
            "id":{"N":"{{{{i}}}}"},"note":{{{{(i == 3 ? "{\"NULL\":true}" : "{\"S\":\"x\"}")}}}},"size":{"N":"{{{{1L << (2 * i)}}}}"},"price":{"N":"0.{{{{i + 1}}}}"},
            "digits":{"N":"12345678901234567890123456789012345678"},"ttl":{"N":"17000000{{{{i:00}}}}"},"count":{"N":"17000000{{{{i:00}}}}"},
            "at":{"S":"2024-05-14T11:14:{{{{i:00}}}}Z"},"day":{"S":"2024-05-{{{{i + 1:00}}}}"},"uid":{"S":"8d1f5a3e-0b1c-4c57-9f1e-0000000000{{{{i:00}}}}"},
            "on":{"BOOL":true},"raw":{"B":"aGVsbG8="},"tags":{"SS":["a"]},"sizes":{"NS":["1"]},"parts":{"BS":["aGVsbG8="]},"m":{"M":{"a":{"S":"b"}}},"l":{"L":[]},
            "fine":{"S":"2024-05-14T11:14:20.123456789Z"},"either":{{{{Number(i, "6")}}}},"mixed":{{{{Number(i, "x")}}}},"none":{"NULL":true}
            """.ReplaceLineEndings("")));

        await RunAsync(0, "init", "things", "--from", export.Root, "--key", "id", "--no-editor");

        var columns = Columns("things");
        Assert.Equal(
            """
            id bigint primary key | note text | size bigint not null | price numeric not null | digits numeric not null | ttl timestamptz not null
            count bigint not null | at timestamptz not null | day date not null | uid uuid not null | "on" boolean not null | raw bytea not null | tags text[] not null
            sizes numeric[] not null | parts bytea[] not null | m jsonb not null | l jsonb not null | fine text not null | either bigint not null | mixed jsonb not null | none jsonb
            """.ReplaceLineEndings(" | "),
            string.Join(" | ", columns));
        await CheckAsync("things");
    }

    [Fact]
    public async Task A_kind_is_written_once_for_its_table_its_reading_and_its_record_and_its_tests_pass()
    {
        using var export = Export(Enumerable.Range(0, 30).Select(i => $$$$"""
            "id":{"N":"{{{{i}}}}"},"day":{"S":"2024-05-14"},"serial":{"N":"12345678901234567890123456789012345678"},"size":{"M":{"a":{"N":"1"}}}
            """));

        await RunAsync(0, "init", "things", "--from", export.Root, "--no-editor");

        Assert.Equal(
            """
            // What an item is read and written as: null skips it, which is counted; an exception rejects it, with the reason.
            // With 'groupKey' the rows of one key come together, and 'transform' makes one record of them.
            Thing? parseItem(Item item) => new(
                Id: item.Int64("id"),
                Day: dateOf(item.String("day")),
                Serial: item.Number("serial"),
                Size: item["size"].ToJson());

            // Which record to delete for a deleted item.
            ThingKey? deleteItem(Item item) => new(item.Keys.Int64("id"));

            DateOnly dateOf(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

            [Table("things")]
            record Thing([property: Key] long Id, DateOnly Day, Number Serial, Json Size);

            [Table("things")]
            record ThingKey([property: Key] long Id);

            """.ReplaceLineEndings("\n"),
            Read("migrations/things.csx")[Read("migrations/things.csx").IndexOf("// What an item", StringComparison.Ordinal)..]);
        await CheckAsync("things");
        await RunAsync(0, "test", "things");
    }

    [Fact]
    public async Task Of_few_items_only_what_is_called_like_a_key_is_one()
    {
        using var export = Export(Enumerable.Range(0, 4).Select(i => $$"""
            "Data":{"N":"{{i}}.5"},"Location":{"S":"roof"}
            """));

        var output = await RunAsync(0, "init", "readings", "--from", export.Root, "--no-editor");

        Assert.Contains("key: none found", output);
        Assert.Contains("Name the table's key with 'dataflux init --key'.", Read("migrations/readings.csx"));
        await CheckAsync("readings");
    }

    [Fact]
    public async Task Texts_of_a_key_stay_texts_because_other_types_would_make_one_of_two()
    {
        using var export = Export([
            "\"id\":{\"S\":\"8D1F5A3E-0B1C-4C57-9F1E-000000000001\"},\"at\":{\"S\":\"2024-05-14T11:14:00Z\"}",
            "\"id\":{\"S\":\"8d1f5a3e-0b1c-4c57-9f1e-000000000001\"},\"at\":{\"S\":\"2024-05-14T12:14:00+01:00\"}",
        ]);

        await RunAsync(0, "init", "things", "--from", export.Root, "--key", "id,at", "--no-editor");

        Assert.Equal(
            "id text | at text",
            string.Join(" | ", Columns("things").Take(2).Select(column => column.Replace(" not null", "", StringComparison.Ordinal))));
        Assert.DoesNotContain("DF0205", await RunAsync(0, "check", "things"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_no_language_takes_become_names_that_both_take()
    {
        using var export = Export(Enumerable.Range(0, 5).Select(i => $$"""
            "id":{"S":"{{i}}"},"user-id":{"S":"a"},"userId":{"S":"b"},"User ID":{"S":"c"},"2fa":{"BOOL":true},"#!":{"S":"d"},"größe":{"N":"1"},"日本":{"S":"e"},
            "order":{"S":"f"},"Row":{"S":"n"},"orderKey":{"S":"o"},"select":{"S":"g"},"a\"b\\c":{"S":"h"},"xmin":{"S":"i"},"ToString":{"S":"j"},"class":{"S":"k"},"{{new string('x', 100)}}":{"S":"l"},"a.b[0]":{"S":"m"}
            """.ReplaceLineEndings("")));

        await RunAsync(0, "init", "orders", "--from", export.Root, "--key", "id", "--no-editor");

        var profile = Read("migrations/orders.csx");
        Assert.Contains("UserId3: item.String(\"User ID\")", profile);
        Assert.Contains("OrderValue: item.String(\"order\")", profile);
        Assert.Contains("\"größe\"", profile);
        Assert.Contains("\"select\"", profile);
        Assert.Contains("item.String(\"a\\\"b\\\\c\")", profile);
        await CheckAsync("orders");
    }

    [Fact]
    public async Task A_single_table_design_gets_a_table_for_each_kind_told_apart_by_its_keys()
    {
        using var export = Export(
        [
            .. Enumerable.Range(0, 10).Select(i => $$"""{{Keys($"USER#{i}", "PROFILE")}},"email":{"S":"e"}"""),
            .. Enumerable.Range(0, 20).Select(i => $$"""{{Keys($"USER#{i % 10}", $"ORDER#{i}")}},"total":{"N":"1"}"""),
            .. Enumerable.Range(0, 30).Select(i => $$"""{{Keys($"USER#{i % 10}", $"ORDER#{i % 20}#ITEM#{i}")}},"count":{"N":"1"}"""),
        ]);

        await RunAsync(0, "init", "shop", "--from", export.Root, "--no-editor");

        var profile = Read("migrations/shop.csx");
        Assert.Contains("""(["USER", _], ["PROFILE"]) => parseUser(item),""", profile);
        Assert.Contains("""(["USER", _], ["ORDER", _]) => parseOrder(item),""", profile);
        Assert.Contains("""(["USER", _], ["ORDER", _, "ITEM", _]) => parseOrderItem(item),""", profile);
        Assert.Contains("create table if not exists shop_order_item (", profile);
        Assert.Contains("    primary key (pk, sk));", profile);
        Assert.Contains("""
              - name: an item becomes a record of shop_order
                items:
                  - pk: "USER#0"
                    sk: "ORDER#0"
                    total: 1
                records:
                  - Order:
                      Pk: "USER#0"
                      Sk: "ORDER#0"
                      Total: 1

            """.ReplaceLineEndings("\n"), Read("migrations/shop.tests.yaml"));
        await CheckAsync("shop");
    }

    [Fact]
    public async Task Keys_with_too_many_forms_are_told_apart_by_their_first_part()
    {
        using var export = Export(
        [
            .. Enumerable.Range(0, 100)
            .Select(i => $$"""{{Keys($"USER#{i}", $"EVENT#{i}#{(char)('A' + (i % 26))}{(char)('A' + (i / 26))}")}},"at":{"N":"1"}"""),
            .. Enumerable.Range(0, 20).Select(i => $$"""{{Keys($"USER#{i}", "EVENT")}},"count":{"N":"1"}"""),
            .. Enumerable.Range(0, 20).Select(i => $$"""{{Keys($"TEAM#{i}", "METADATA")}},"name":{"S":"1"}"""),
        ]);

        await RunAsync(0, "init", "log", "--from", export.Root, "--no-editor");

        var arms = Read("migrations/log.csx").Split('\n').Where(line => line.Contains("([\"", StringComparison.Ordinal))
            .Select(line => line.Trim().Split(" =>")[0]);
        Assert.Equal(["([\"USER\", ..], [\"EVENT\"])", "([\"TEAM\", ..], [\"METADATA\"])", "([\"USER\", ..], [\"EVENT\", ..])"], arms);
        await CheckAsync("log");
    }

    [Fact]
    public async Task Files_without_a_manifest_that_were_read_to_their_end_are_no_sample()
    {
        _work.With("dump/items.json", """{"Items":[{"id":{"S":"a"},"n":{"N":"1"}},{"id":{"S":"b"},"n":{"N":"2"}}],"Count":2}""");

        await RunAsync(0, "init", "things", "--from", "dump", "--no-editor");

        Assert.Equal(["id text primary key", "n bigint not null"], Columns("things"));
        Assert.Contains("  manifest: none\n", Read("migrations/things.yaml"));
        await CheckAsync("things");
    }

    [Fact]
    public async Task A_type_attribute_tells_kinds_apart_also_where_it_is_missing()
    {
        using var export = Export(
        [
            .. Enumerable.Range(0, 30).Select(i => $$"""{{Keys($"{i}", "u")}},"entityType":{"S":"User \"x\""},"name":{"S":"n"}"""),
            .. Enumerable.Range(0, 20)
            .Select(i => $$"""{{Keys($"{i}", "o")}},"entityType":{"S":"Action"},"total":{"N":"1"},"state":{"S":"x"}"""),
            $$"""{{Keys("1", "x")}},"odd":{"BOOL":true}""",
        ]);

        await RunAsync(0, "init", "events", "--from", export.Root, "--no-editor");

        var profile = Read("migrations/events.csx");
        Assert.Contains("""
            "User \"x\"" => parseUserX(item),
            """, profile);
        Assert.Contains("\"Action\" => parseActionRecord(item),", profile);
        Assert.Contains("    null => parseOtherEvent(item),", profile);
        await CheckAsync("events");
    }

    [Fact]
    public async Task Of_a_sample_nothing_is_certain_but_the_key()
    {
        using var export = Export(
        [
            .. Enumerable.Range(0, 40).Select(i => $$"""{{Keys($"USER#{i}", "PROFILE")}},"email":{"S":"e"},"age":{"N":"1"}"""),
            .. Enumerable.Range(0, 40).Select(i => $$"""{{Keys($"USER#{i}", $"ORDER#{i}")}},"total":{"N":"1"}"""),
        ]);

        var output = await RunAsync(0, "init", "shop", "--from", export.Root, "--sample", "79", "--no-editor");

        Assert.Contains("79 of 80 items", output);
        var profile = Read("migrations/shop.csx");
        Assert.Contains("    age   numeric,", profile);
        Assert.Contains("    rest  jsonb,", profile);
        Assert.Contains("    _ => parseOtherShop(item),", profile);
        await CheckAsync("shop");
    }

    [Fact]
    public async Task Nothing_is_written_where_a_file_of_the_migration_exists()
    {
        _work.With("migrations/users.csx", "// mine");

        var output = await RunAsync(2, "init", "users");

        Assert.Contains("migrations/users.csx exists already and is not overwritten", output);
        Assert.Equal(["users.csx"], Directory.GetFileSystemEntries(Path.Combine(_work.Folder, "migrations")).Select(Path.GetFileName));
        Assert.False(Directory.Exists(Path.Combine(_work.Folder, ".vscode")));
        Assert.Equal("// mine", Read("migrations/users.csx"));
    }

    [Fact]
    public async Task Files_for_editors_that_people_share_are_kept()
    {
        _work.With(".vscode/tasks.json", "{}").With("omnisharp.json", "{ }");

        var output = await RunAsync(0, "init", "users");

        Assert.Contains("kept     .vscode/tasks.json", output);
        Assert.Equal(("{}", "{ }"), (Read(".vscode/tasks.json"), Read("omnisharp.json")));
        Assert.Contains("\"justMyCode\": false", Read(".vscode/launch.json"));
        await RunAsync(0, "init");
    }

    [Theory]
    [InlineData("no/path", "'name' is 'no/path'; expected a name of letters")]
    [InlineData("a --sample 0", "--sample is 0; expected a number of items")]
    [InlineData("a --sample 5 --all", "exclude each other")]
    [InlineData("--from .", "--from needs the migration's name")]
    [InlineData("a --from nowhere", "'nowhere' does not exist; give a CSV or NDJSON file, a folder with an export, s3://bucket/prefix, or a definition")]
    public async Task Wrong_usage_is_explained_and_writes_nothing(string arguments, string expected)
    {
        Assert.Contains(expected, await RunAsync(2, ["init", .. arguments.Split(' ')]));
        Assert.Empty(Directory.GetFileSystemEntries(_work.Folder));
    }

    [Fact]
    public async Task A_key_that_not_all_items_have_is_refused()
    {
        using var export = Export(["\"id\":{\"S\":\"a\"},\"n\":{\"S\":\"a\"}", "\"id\":{\"S\":\"b\"}"]);

        Assert.Contains(
            "--key names 'n', which not all items have", await RunAsync(2, "init", "a", "--from", export.Root, "--key", "id,n"));
    }

    /// <summary>Every other one a number, else a text.</summary>
    private static string Number(int i, string text) => i % 2 == 0 ? """{"N":"5"}""" : $$"""{"S":"{{text}}"}""";

    private static string Keys(string pk, string sk) => $$$"""
        "pk":{"S":"{{{pk}}}"},"sk":{"S":"{{{sk}}}"}
        """;

    private static ExportBuilder Export(IEnumerable<string> attributes) =>
        new ExportBuilder().Lines("a.json.gz", [.. attributes.Select(text => $$$"""{"Item":{{{{text}}}}}""")]).Write();

    private string Read(string path) => File.ReadAllText(Path.Combine(_work.Folder, path));

    /// <summary>The lines between the parentheses of the table's statement, without padding.</summary>
    private IEnumerable<string> Columns(string migration) => Read($"migrations/{migration}.csx").Split('\n')
        .SkipWhile(line => !line.Contains("create table", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(line => !line.Contains("\"\"\"", StringComparison.Ordinal))
        .Select(line => string.Join(' ', line.TrimEnd(',', ')').Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    private async Task CheckAsync(string name) => Assert.Contains($"migrations/{name}.yaml: OK", await RunAsync(0, "check", name));

    private async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await DatafluxCommand.RunAsync(
            arguments, _work.Console with { Out = output, Error = output }, Shipped.Composition, TestContext.Current.CancellationToken);
        Assert.True(code == exitCode, $"exit code {code}: {output}\n{Scripts()}");
        return output.ToString();
    }

    private string Scripts() =>
        string.Join('\n', Directory.GetFiles(_work.Folder, "*.csx", SearchOption.AllDirectories).Select(File.ReadAllText));
}
