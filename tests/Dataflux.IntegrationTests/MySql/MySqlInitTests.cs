using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.MySql;

/// <summary>What <c>dataflux init --target mysql</c> writes runs as it stands, and <c>dataflux sql</c> opens what came of it.</summary>
public sealed class MySqlInitTests(MariaDbFixture server)
{
    [Fact]
    public async Task From_a_raw_export_to_migrated_tables_with_init_check_migrate_and_sql_and_no_edit()
    {
        await using var bench = await MySqlBench.CreateAsync(await server.CreateDatabaseAsync(), "do 1");
        using var workspace = Workspace.CreateUnconfigured().Set("MYSQL_URL", bench.Database);

        await workspace.RunAsync(0, "init", "gallery", "--from", "examples/pictures", "--target", "mysql");
        await workspace.RunAsync(0, "check", "gallery");
        await workspace.RunAsync(0, "migrate", "gallery");
        var tried = await workspace.RunAsync(0, "try", "gallery");

        Assert.Contains("Nothing was written", tried, StringComparison.Ordinal); // tables that are there need not be made
        var items = ExportLines.Read(Path.Combine(Workspace.Repository, "examples", "pictures")).Files.SelectMany(static lines => lines)
            .Select(static line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("Item")).ToList();
        Assert.Equal(
            items.Where(static item => item.TryGetProperty("url", out _))
                .Select(static item => item.GetProperty("id").GetProperty("S").GetString()).Order(StringComparer.Ordinal),
            (await bench.RowsAsync("select id from gallery")).Order(StringComparer.Ordinal));
        var shown = await workspace.RunAsync(0, "sql", "gallery", "--", "--batch", "--execute", "select count(*) as pictures from gallery");
        Assert.Contains($"pictures\n{items.Count(static item => item.TryGetProperty("url", out _))}", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_that_differ_in_case_or_a_blank_and_values_of_all_sorts_reach_their_columns()
    {
        await using var bench = await MySqlBench.CreateAsync(await server.CreateDatabaseAsync(), "do 1");
        using var workspace = Workspace.CreateUnconfigured().Set("MYSQL_URL", bench.Database);
        using var export = new ExportBuilder().Lines("a.json.gz", [.. new[] { "a", "A", "a ", "\u00e1" }.Select((key, i) => $$$$"""
            {"Item":{"select":{"S":"{{{{key}}}}"},"sort":{"N":"{{{{i}}}}"},"2fa":{"BOOL":true},"größe":{"N":"1.50"},"day":{"S":"2024-05-1{{{{i}}}}"},
            "raw":{"B":"aGVsbG8="},"big":{"N":"12345678901234567890123456789012345678"},"sizes":{"NS":["1","2.5"]},"parts":{"BS":["aGVsbG8="]},
            "names":{"SS":["x"]},"uid":{"S":"8d1f5a3e-0b1c-4c57-9f1e-00000000000{{{{i}}}}"},"at":{"S":"2024-01-02T03:04:05.123456Z"},"map":{"M":{"x":{"N":"1.10"} } } } }
            """.ReplaceLineEndings(""))]).Write();

        await workspace.RunAsync(0, "init", "odd", "--from", export.Root, "--key", "select,sort", "--no-editor", "--target", "mysql");
        await workspace.RunAsync(0, "migrate", "odd");

        Assert.Equal(
            [
                "a|0|1|1.5|2024-05-10|hello|12345678901234567890123456789012345678|[1,2.5]|[\"aGVsbG8=\"]|[\"x\"]|"
                    + "8d1f5a3e-0b1c-4c57-9f1e-000000000000|2024-01-02 03:04:05.123456|{\"x\":1.1}",
            ],
            await bench.RowsAsync("""
                select `select`, sort, _2fa + 0, trim(trailing '0' from `größe`), cast(day as char), convert(raw using utf8mb4),
                  trim(trailing '.' from trim(trailing '0' from big)), replace(sizes, ' ', ''), parts, names, uid, cast(at as char), map
                from odd where sort = 0
                """));
        Assert.Equal(["4"], await bench.RowsAsync("select count(distinct `select`) from odd"));
    }

    [Fact]
    public async Task A_target_for_which_no_tables_can_be_made_is_refused_with_those_that_can()
    {
        using var workspace = Workspace.CreateUnconfigured();

        var said = await workspace.RunAsync(2, "init", "gallery", "--target", "oracle");

        Assert.Contains("'oracle'", said, StringComparison.Ordinal);
        Assert.Contains("'postgresql', 'mysql', 'dynamodb'", said, StringComparison.Ordinal);
    }
}
