using System.Globalization;
using Dataflux.IntegrationTests.Chains;
using Dataflux.IntegrationTests.Executable;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.Scaffolding;

/// <summary>What <c>dataflux init</c> makes of several kinds of items, with their keys, in a database.</summary>
public sealed class InitKindTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task Ids_of_composed_keys_are_columns_by_which_rows_refer_to_each_other_and_are_deleted()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var export = new ChainExport(Path.Combine(workspace.Folder, "exports"));
        var (start, day) = (ChainExport.Start, TimeSpan.FromDays(1));
        export.Full(
            start,
            [
                .. Enumerable.Range(0, 20).Select(static i => Item($$"""{{Keys($"COMPANY#c{i}", "METADATA")}},"name":{"S":"n{{i}}"}""")),
                .. Enumerable.Range(0, 60)
                    .Select(static i => Item($$"""{{Keys($"COMPANY#c{i % 20}", $"EMPLOYEE#0{i}")}},"salary":{"N":"{{i}}.25"}""")),
            ]);
        export.Incremental(start, start + day, [Gone(start + day / 2, "COMPANY#c3", "EMPLOYEE#03")]);

        await workspace.RunAsync(0, "init", "work", "--from", "exports", "--no-editor");
        await workspace.RunAsync(0, "migrate", "work");

        Assert.Equal(
            Enumerable.Range(0, 60).Where(static i => i != 3)
                .Select(static i => string.Create(CultureInfo.InvariantCulture, $"c{i % 20} 0{i} {i}.25")).Order(StringComparer.Ordinal),
            await workspace.RowsAsync("select company_id || ' ' || employee_id || ' ' || salary from work_employee"));
        Assert.Equal("20 c0 c9", await workspace.SqlAsync("select count(*) || ' ' || min(company_id) || ' ' || max(company_id) from work_company"));

        var statements = await File.ReadAllLinesAsync(
            Path.Combine(workspace.Folder, "migrations", "work.sql"), TestContext.Current.CancellationToken);
        var offered = Assert.Single(statements, static line => line.StartsWith("-- alter table", StringComparison.Ordinal));
        await workspace.SqlAsync(offered["-- ".Length..] + " select 'referred'");
        Assert.Equal("work_company", await workspace.SqlAsync(
            "select confrelid::regclass::text from pg_constraint where conrelid = 'work_employee'::regclass and contype = 'f'"));
    }

    [Fact]
    public async Task Kinds_and_attributes_that_only_a_later_export_brings_are_kept_and_reject_nothing()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var export = new ChainExport(Path.Combine(workspace.Folder, "exports"));
        var (start, day) = (ChainExport.Start, TimeSpan.FromDays(1));
        export.Full(start, Enumerable.Range(0, 60).Select(static i => Item(i % 2 == 0
            ? $$"""{{Keys(i, "ORDER")}},"amount":{"N":"1"}"""
            : $$"""{{Keys(i, "USER")}},"name":{"S":"n"}""")));
        export.Incremental(start, start + day, [Put(start + day / 2, 1, "USER", "\"name\":{\"S\":\"changed\"}")]);
        await workspace.RunAsync(0, "init", "shop", "--from", "exports", "--no-editor");
        await workspace.RunAsync(0, "migrate", "shop");

        export.Incremental(
            start + day,
            start + (2 * day),
            [
                Put(start + (1.5 * day), 3, "USER", "\"name\":{\"S\":\"n\"},\"tags\":{\"SS\":[\"a\"]}"),
                Put(start + (1.5 * day), 70, "INVOICE", "\"due\":{\"S\":\"2024-05-14\"}"),
            ]);
        await workspace.RunAsync(0, "migrate", "shop");

        Assert.Equal("changed", await workspace.SqlAsync("select name from shop_user where user_id = '1' and rest is null"));
        Assert.Equal("""{"tags": ["a"]}""", await workspace.SqlAsync("select rest::text from shop_user where user_id = '3'"));
        Assert.Equal("INVOICE#70 2024-05-14", await workspace.SqlAsync("select pk || ' ' || (item->>'due') from shop_other"));
        Assert.Contains(
            "table shop_other items of kinds that were never seen.",
            await File.ReadAllTextAsync(Path.Combine(workspace.Folder, "migrations", "shop.csx"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Kinds_without_a_key_in_common_are_each_in_their_table_once()
    {
        using var workspace = await Workspace.CreateAsync(server);
        using var export = new ExportBuilder().Lines(
            "a.json.gz",
            [
                .. Enumerable.Range(0, 40).Select(static i => Item($$"""
                    "id":{"N":"{{i}}"},"entityType":{"S":"User"},"name":{"S":"user {{i}}"},"city":{"S":"c"}
                    """)),
                .. Enumerable.Range(0, 40).Select(static i => Item($$"""
                    "id":{"N":"{{i}}"},"entityType":{"S":"Order"},"total":{"N":"{{i}}.5"}
                    """)),
            ]).Write();

        await workspace.RunAsync(0, "init", "shop", "--from", export.Root, "--no-editor");
        await workspace.RunAsync(0, "migrate", "shop");

        Assert.Equal(
            Enumerable.Range(0, 40).Select(static i => $"{i} user {i}").Order(StringComparer.Ordinal),
            await workspace.RowsAsync("select id || ' ' || name from shop_user"));
        Assert.Equal(
            Enumerable.Range(0, 40).Select(static i => $"{i} {i}.5").Order(StringComparer.Ordinal),
            await workspace.RowsAsync("select id || ' ' || total from shop_order"));
    }

    [Fact]
    public async Task What_a_sample_did_not_show_is_kept_and_rejects_nothing()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var seen = Enumerable.Range(0, 60).Select(i => i % 2 == 0
            ? $$"""{{Keys(i, "ORDER")}},"amount":{"N":"1"}"""
            : $$$$"""{{{{Keys(i, "USER")}}}},"name":{"S":"n"},"total":{"N":"{{{{i}}}}"},"on":{"BOOL":true},"raw":{"B":"aGVsbG8="},"doc":{"M":{"a":{"N":"1"}}}""");
        string[] unseen =
        [
            $$$"""{{{Keys(60, "USER")}}},"name":{"N":"5"},"total":{"S":"n/a"},"on":{"S":"yes"},"raw":{"L":[]},"doc":{"S":"text"}""",
            $$$"""{{{Keys(61, "USER")}}},"total":{"N":"12345678901234567890.5"},"new":{"SS":["a"]}""",
            $$$"""{{{Keys(62, "USER")}}},"name":{"NULL":true},"total":{"NULL":true}""",
            $$$"""{{{Keys(63, "INVOICE")}}},"due":{"S":"2024-05-14"}""",
            """ "pk":{"S":"plain"},"sk":{"S":"0"} """,
        ];
        using var export = new ExportBuilder().Lines("a.json.gz", [.. seen.Concat(unseen).Select(Item)]).Write();

        await workspace.RunAsync(0, "init", "shop", "--from", export.Root, "--sample", "60", "--no-editor");
        await workspace.RunAsync(0, "migrate", "shop");

        Assert.Equal(0, workspace.Summary("shop").GetProperty("counts").GetProperty("rejectedTotal").GetInt64());
        Assert.Equal("""||||"text"|{"on": "yes", "raw": [], "name": 5, "total": "n/a"}""", await RowAsync(60));
        Assert.Equal("""|12345678901234567890.5||||{"new": ["a"]}""", await RowAsync(61));
        Assert.Equal("|||||", await RowAsync(62));
        Assert.Equal(
            ["63 2024-05-14", "plain "],
            await workspace.RowsAsync("select split_part(pk, '#', 2) || case when pk = 'plain' then pk else '' end || ' ' || coalesce(item->>'due', '') from "
                + "shop_other"));

        Task<string> RowAsync(int id) =>
            workspace.SqlAsync(
                $"select concat(name, '|', total, '|', \"on\", '|', raw, '|', doc, '|', rest) from shop_user where user_id = '{id}' and sk_user_id = '{id}'");
    }

    private static string Item(string attributes) => $$$"""{"Item":{{{{attributes.ReplaceLineEndings("")}}}}}""";

    private static string Keys(int i, string kind) => $$$"""
        "pk":{"S":"{{{kind}}}#{{{i}}}"},"sk":{"S":"{{{kind}}}#{{{i}}}"}
        """;

    private static string Put(DateTimeOffset at, int i, string kind, string attributes) =>
        $"{{\"Metadata\":{{\"WriteTimestampMicros\":{{\"N\":\"{at.ToUnixTimeMilliseconds()}000\"}}}},"
        + $"\"Keys\":{{{Keys(i, kind)}}},\"NewImage\":{{{Keys(i, kind)},{attributes}}}}}";

    private static string Keys(string pk, string sk) => $$$"""
        "pk":{"S":"{{{pk}}}"},"sk":{"S":"{{{sk}}}"}
        """;

    private static string Gone(DateTimeOffset at, string pk, string sk) =>
        $"{{\"Metadata\":{{\"WriteTimestampMicros\":{{\"N\":\"{at.ToUnixTimeMilliseconds()}000\"}}}},"
        + $"\"Keys\":{{{Keys(pk, sk)}}},\"OldImage\":{{{Keys(pk, sk)},\"salary\":{{\"N\":\"1\"}}}}}}";
}
