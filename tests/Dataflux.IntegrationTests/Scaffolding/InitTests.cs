using System.Text.Json;
using Dataflux.Dialects.PostgreSql;
using Dataflux.IntegrationTests.Chains;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.Scaffolding;

/// <summary>What <c>dataflux init</c> writes runs as it stands: every item of the export is in a table, none is rejected.</summary>
public sealed class InitTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task From_a_raw_export_to_migrated_tables_with_init_check_try_test_and_migrate_and_no_edit()
    {
        using var workspace = await Workspace.CreateAsync(server);

        await workspace.RunAsync(0, "init", "gallery", "--from", "examples/pictures");
        var check = await workspace.RunAsync(0, "check", "gallery", "--connect");
        var tried = await workspace.RunAsync(0, "try", "gallery", "-n", "5");
        await workspace.RunAsync(0, "test", "gallery");
        await workspace.RunAsync(0, "migrate", "gallery");

        Assert.Contains("migrations/gallery.yaml: OK", check);
        Assert.Contains("Nothing was written: 5 rows would be inserted", tried);
        var items = ExportLines.Read(Path.Combine(Workspace.Repository, "examples", "pictures")).Files.SelectMany(lines => lines)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("Item")).ToList();
        var pictures = items.Where(item => item.TryGetProperty("url", out _)).Select(item => string.Join('|',
            Text(item, "id"), Text(item, "pictureId"), Text(item, "languageId"), Text(item, "caption"), Text(item, "originalWidth")));
        Assert.Equal(
            pictures.Order(StringComparer.Ordinal),
            await workspace.RowsAsync("select concat_ws('|', id, picture_id, language_id, coalesce(caption, '-'), coalesce(original_width::text, '-')) from "
                + "gallery"));
        var users = items.Where(item => item.TryGetProperty("roles", out _))
            .Select(item => string.Join('|', Text(item, "id"), Text(item, "name"), Text(item, "createdAt")));
        Assert.Equal(
            users.Order(StringComparer.Ordinal),
            await workspace.RowsAsync("select concat_ws('|', id, name, extract(epoch from created_at)::bigint) from gallery_user"));
        Assert.Equal($"{items.Count}", await workspace.SqlAsync(
            "select (select count(*) from gallery) + (select count(*) from gallery_user) + (select count(*) from gallery_agency) "
                + "+ (select count(*) from gallery_format) + (select count(*) from gallery_session)"));
    }

    [Fact]
    public async Task A_full_export_with_incremental_ones_beside_it_becomes_a_chain_whose_deletes_delete()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var history = new OrderHistory(seed: 5, orders: 200);
        var export = new ChainExport(Path.Combine(workspace.Folder, "exports"));
        export.Full(ChainExport.Start, history.Full());
        export.Incremental(
            ChainExport.Start, ChainExport.Start.AddDays(1), history.Window(ChainExport.Start, ChainExport.Start.AddDays(1)));

        await workspace.RunAsync(0, "init", "sales", "--from", "exports", "--no-editor");
        await workspace.RunAsync(0, "migrate", "sales");

        Assert.Equal(history.Rows, await workspace.RowsAsync("select concat_ws('|', id, customer, total, detail->>'note') from sales"));
        Assert.InRange(workspace.Summary("sales").GetProperty("counts").GetProperty("records").GetProperty("deleted").GetInt64(), 5, 100);
    }

    [Fact]
    public async Task Names_and_values_of_all_sorts_reach_their_columns()
    {
        using var workspace = await Workspace.CreateAsync(server);
        using var export = new ExportBuilder().Lines("a.json.gz", [.. Enumerable.Range(0, 5).Select(i => Item($$$$"""
            "select":{"N":"{{{{i}}}}"},"user-id":{"S":"a"},"userId":{"S":"b"},"2fa":{"BOOL":true},"#!":{"S":"d"},"größe":{"N":"1.50"},"日本":{"S":"e"},"odd":{"S":"f"},
            "xmin":{"S":"g"},"ToString":{"S":"h"},"a\"b\\c":{"S":"i"},"day":{"S":"2024-05-1{{{{i}}}}"},"raw":{"B":"aGVsbG8="},"nul":{"S":"x\u0000y"},
            "big":{"N":"12345678901234567890123456789012345678"},"sizes":{"NS":["1","2.5"]},"parts":{"BS":["aGVsbG8="]},"uid":{"S":"8d1f5a3e-0b1c-4c57-9f1e-00000000000{{{{i}}}}"},"either":{"{{{{"NS"[i % 2]}}}}":"7"}
            """))]).Write();

        await workspace.RunAsync(0, "init", "odd", "--from", export.Root, "--key", "select", "--no-editor");
        await workspace.RunAsync(0, "migrate", "odd");

        Assert.Equal(
            """{"#": null}|3|a|b|t|d|1.5|e|f|g|h|i|2024-05-13|hello|x�y|12345678901234567890123456789012345678|{1,2.5}|{"\\x68656c6c6f"}|8d1f5a3e-0b1c-4c57-9f1e-000000000003|7""",
            await workspace.SqlAsync("""
                select concat_ws('|', '{"#": null}', "select", user_id, user_id2, _2fa, attribute5, "größe", "日本", odd, xmin_value, to_string, a_b_c, day,
                    convert_from(raw, 'utf8'), nul, big, sizes, parts, uid, either) from odd where "select" = 3
                """));
    }

    [Fact]
    public async Task Every_name_that_the_server_reserves_is_quoted()
    {
        using var workspace = await Workspace.CreateAsync(server);

        var reserved = await workspace.RowsAsync("select word from pg_get_keywords() where catcode in ('R', 'T')");

        Assert.InRange(reserved.Count, 90, 200);
        Assert.All(reserved, word => Assert.Equal($"\"{word}\"", PostgreSqlNames.Sql(word)));
        Assert.Equal("name", PostgreSqlNames.Sql("name"));
    }

    private static string Item(string attributes) => $$$"""{"Item":{{{{attributes.ReplaceLineEndings("")}}}}}""";

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value)
            && value.EnumerateObject().Single() is { Value.ValueKind: JsonValueKind.String, Value: var text } ? text.GetString()! : "-";
}
