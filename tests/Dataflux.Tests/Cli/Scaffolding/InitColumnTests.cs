namespace Dataflux.Tests.Cli.Scaffolding;

/// <summary>The columns that <c>dataflux init</c> makes of attributes, and the key among them.</summary>
public sealed class InitColumnTests : IDisposable
{
    private readonly InitFolder _init = new();

    public void Dispose() => _init.Dispose();

    [Fact]
    public async Task Types_fit_what_was_found()
    {
        using var export = InitFolder.Export(Enumerable.Range(0, 20).Select(i => $$$$"""
            "id":{"N":"{{{{i}}}}"},"note":{{{{(i == 3 ? "{\"NULL\":true}" : "{\"S\":\"x\"}")}}}},"size":{"N":"{{{{1L << (2 * i)}}}}"},"price":{"N":"0.{{{{i + 1}}}}"},
            "digits":{"N":"12345678901234567890123456789012345678"},"ttl":{"N":"17000000{{{{i:00}}}}"},"count":{"N":"17000000{{{{i:00}}}}"},
            "at":{"S":"2024-05-14T11:14:{{{{i:00}}}}Z"},"day":{"S":"2024-05-{{{{i + 1:00}}}}"},"uid":{"S":"8d1f5a3e-0b1c-4c57-9f1e-0000000000{{{{i:00}}}}"},
            "on":{"BOOL":true},"raw":{"B":"aGVsbG8="},"tags":{"SS":["a"]},"sizes":{"NS":["1"]},"parts":{"BS":["aGVsbG8="]},"m":{"M":{"a":{"S":"b"}}},"l":{"L":[]},
            "fine":{"S":"2024-05-14T11:14:20.123456789Z"},"either":{{{{InitFolder.Number(i, "6")}}}},"mixed":{{{{InitFolder.Number(i, "x")}}}},"none":{"NULL":true}
            """.ReplaceLineEndings("")));

        await _init.RunAsync(0, "init", "things", "--from", export.Root, "--key", "id", "--no-editor");

        var columns = _init.Columns("things");
        Assert.Equal(
            """
            id bigint primary key | note text | size bigint not null | price numeric not null | digits numeric not null | ttl timestamptz not null
            count bigint not null | at timestamptz not null | day date not null | uid uuid not null | "on" boolean not null | raw bytea not null | tags text[] not null
            sizes numeric[] not null | parts bytea[] not null | m jsonb not null | l jsonb not null | fine text not null | either bigint not null | mixed jsonb not null | none jsonb
            """.ReplaceLineEndings(" | "),
            string.Join(" | ", columns));
        await _init.CheckAsync("things");
    }

    [Fact]
    public async Task A_kind_is_written_once_for_its_table_its_reading_and_its_record_and_its_tests_pass()
    {
        using var export = InitFolder.Export(Enumerable.Range(0, 30).Select(i => $$$$"""
            "id":{"N":"{{{{i}}}}"},"day":{"S":"2024-05-14"},"serial":{"N":"12345678901234567890123456789012345678"},"size":{"M":{"a":{"N":"1"}}}
            """));

        await _init.RunAsync(0, "init", "things", "--from", export.Root, "--no-editor");

        var profile = _init.Read("migrations/things.csx");
        Assert.Equal(
            """
            // What an item is read and written as: null skips it, which is counted; an exception rejects it, with the reason.
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
            profile[profile.IndexOf("// What an item", StringComparison.Ordinal)..]);
        await _init.CheckAsync("things");
        await _init.RunAsync(0, "test", "things");
    }

    [Fact]
    public async Task Of_few_items_only_what_is_called_like_a_key_is_one()
    {
        using var export = InitFolder.Export(Enumerable.Range(0, 4).Select(i => $$"""
            "Data":{"N":"{{i}}.5"},"Location":{"S":"roof"}
            """));

        var output = await _init.RunAsync(0, "init", "readings", "--from", export.Root, "--no-editor");

        Assert.Contains("key: none found", output);
        Assert.Contains("Name the table's key with 'dataflux init --key'.", _init.Read("migrations/readings.csx"));
        await _init.CheckAsync("readings");
    }

    [Fact]
    public async Task Texts_of_a_key_stay_texts_because_other_types_would_make_one_of_two()
    {
        using var export = InitFolder.Export([
            "\"id\":{\"S\":\"8D1F5A3E-0B1C-4C57-9F1E-000000000001\"},\"at\":{\"S\":\"2024-05-14T11:14:00Z\"}",
            "\"id\":{\"S\":\"8d1f5a3e-0b1c-4c57-9f1e-000000000001\"},\"at\":{\"S\":\"2024-05-14T12:14:00+01:00\"}",
        ]);

        await _init.RunAsync(0, "init", "things", "--from", export.Root, "--key", "id,at", "--no-editor");

        Assert.Equal(
            "id text | at text",
            string.Join(
                " | ", _init.Columns("things").Take(2).Select(column => column.Replace(" not null", "", StringComparison.Ordinal))));
        Assert.DoesNotContain("DF0205", await _init.RunAsync(0, "check", "things"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_no_language_takes_become_names_that_both_take()
    {
        using var export = InitFolder.Export(Enumerable.Range(0, 5).Select(i => $$"""
            "id":{"S":"{{i}}"},"user-id":{"S":"a"},"userId":{"S":"b"},"User ID":{"S":"c"},"2fa":{"BOOL":true},"#!":{"S":"d"},"größe":{"N":"1"},"日本":{"S":"e"},
            "order":{"S":"f"},"Row":{"S":"n"},"orderKey":{"S":"o"},"select":{"S":"g"},"a\"b\\c":{"S":"h"},"xmin":{"S":"i"},"ToString":{"S":"j"},"class":{"S":"k"},"{{new string('x', 100)}}":{"S":"l"},"a.b[0]":{"S":"m"}
            """.ReplaceLineEndings("")));

        await _init.RunAsync(0, "init", "orders", "--from", export.Root, "--key", "id", "--no-editor");

        var profile = _init.Read("migrations/orders.csx");
        Assert.Contains("UserId3: item.String(\"User ID\")", profile);
        Assert.Contains("OrderValue: item.String(\"order\")", profile);
        Assert.Contains("\"größe\"", profile);
        Assert.Contains("\"select\"", _init.Read("migrations/orders.sql"));
        Assert.Contains("item.String(\"a\\\"b\\\\c\")", profile);
        await _init.CheckAsync("orders");
    }

    [Fact]
    public async Task Files_without_a_manifest_that_were_read_to_their_end_are_no_sample()
    {
        _init.With("dump/items.json", """{"Items":[{"id":{"S":"a"},"n":{"N":"1"}},{"id":{"S":"b"},"n":{"N":"2"}}],"Count":2}""");

        await _init.RunAsync(0, "init", "things", "--from", "dump", "--no-editor");

        Assert.Equal(["id text primary key", "n bigint not null"], _init.Columns("things"));
        Assert.Contains("  manifest: none\n", _init.Read("migrations/things.yaml"));
        await _init.CheckAsync("things");
    }
}
