using System.Text.Json;
using System.Text.RegularExpressions;
using Dataflux.IntegrationTests.Executable;
using Npgsql;

namespace Dataflux.IntegrationTests.Trying;

/// <summary><c>dataflux try</c> by the real executable: what it says is what a migration then does, and it does nothing itself.</summary>
public sealed class TryTests(PostgreSqlFixture server)
{
    private const string AllPictures = "select count(*) || ' ' || coalesce(md5(string_agg(p::text || p.xmin::text, '|' order by id)), '') "
        + "from picture p";

    [Fact]
    public async Task What_it_says_of_each_row_is_what_a_migration_then_does_and_it_does_nothing_itself()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.GenerateExportAsync("--items", "300", "--files", "3");

        AssertEveryLineSaysThatNothingIsWritten(await workspace.RunAsync(0, "try", "pictures.yaml", "-n", "20"));
        Assert.Equal(
            "0",
            await workspace.SqlAsync(
                "select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public'"));
        await workspace.RunAsync(0, "migrate", "pictures.yaml", "--quiet");
        await workspace.SqlAsync("""
            update picture set "agencyId" = -1, type = 'OTHER' where id in (select id from picture order by id limit 5);
            delete from picture where id in (select id from picture order by id desc limit 4)
            """);
        var before = await TableAsync(workspace);
        var untouched = await workspace.SqlAsync(AllPictures);

        using var json = JsonDocument.Parse(await workspace.RunAsync(0, "try", "pictures.yaml", "-n", "300", "--output", "json"));
        var text = await workspace.RunAsync(0, "try", "pictures.yaml", "-n", "300");

        Assert.Equal(untouched, await workspace.SqlAsync(AllPictures));
        workspace.ForgetState();
        await workspace.RunAsync(0, "migrate", "pictures.yaml", "--quiet");
        Assert.Equal(Differences(before, await TableAsync(workspace)), Said(json.RootElement.GetProperty("wouldDo")));
        Assert.Equal(
            5, json.RootElement.GetProperty("wouldDo").EnumerateArray().Count(row => row.GetProperty("would").GetString() == "update"));
        Assert.Equal(4, Regex.Count(text, "^would insert picture ", RegexOptions.Multiline));
        Assert.Equal(5, Regex.Count(text, @"^would update picture \(id = \d+\): agencyId: '-1' → '\d+'\r?$", RegexOptions.Multiline));
        Assert.Contains("4 rows would be inserted, 5 updated, 0 deleted,", text);
    }

    [Fact]
    public async Task Items_that_the_profile_or_the_target_refuses_are_named_as_a_migration_rejects_them()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var expected = File.ReadLines(Path.Combine(Workspace.Repository, "examples", "pictures-bad", "EXPECTED.md"))
            .Select(line => Regex.Match(line, @"^\| (\w+\.json\.gz) \| (\d+) \| (\w+) \|")).Where(match => match.Success)
            .Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value} {match.Groups[3].Value}").ToList();

        using var json = JsonDocument.Parse(await workspace.RunAsync(1, "try", "pictures-bad.yaml", "-n", "1000", "-o", "json"));

        var byProfile = json.RootElement.GetProperty("items").EnumerateArray().Where(item => item.TryGetProperty("rejected", out _))
            .Select(item => item.GetProperty("rejected"));
        var byTarget = json.RootElement.GetProperty("wouldReject").EnumerateArray();
        var found = byProfile.Concat(byTarget).SelectMany(reject => reject.GetProperty("lines").EnumerateArray()
            .Select(
                line => $"{reject.GetProperty("file").GetString()!.Split('/')[^1]} {line.GetInt64()} "
                    + $"{reject.GetProperty("stage").GetString()}"));
        Assert.Equal(17, expected.Count);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Deletes_and_an_upsert_of_the_profiles_own_are_tried_too()
    {
        using var workspace = await Workspace.CreateAsync(server);
        WriteOrders(workspace, "");
        await workspace.SqlAsync(
            "create table orders (id text primary key, customer text); create table journal (id text); insert into orders values "
            + "('order-0000', 'old'), ('order-0009', 'old')");

        var output = await workspace.RunAsync(0, "try", "own.yaml", "-n", "290");

        Assert.Contains("would update orders (id = order-0000): customer: 'old' → ", output);
        Assert.Contains("would delete orders (id = order-0009)", output);
        Assert.Matches(@"would also insert [1-9]\d+, update 0 and delete 0 rows of journal", output);
        Assert.Equal(
            "order-0000 old, order-0009 old",
            await workspace.SqlAsync("select string_agg(id || ' ' || customer, ', ' order by id) from orders"));
        Assert.Equal("0", await workspace.SqlAsync("select count(*) from journal"));
    }

    [Fact]
    public async Task Items_are_tried_that_have_the_value_asked_for_a_deleted_one_by_its_key()
    {
        using var workspace = await Workspace.CreateAsync(server);
        WriteOrders(workspace, "");
        await workspace.SqlAsync(
            "create table orders (id text primary key, customer text); create table journal (id text); insert into orders values "
            + "('order-0009', 'old')");

        var output = await workspace.RunAsync(0, "try", "own.yaml", "--key", "id=order-0009");

        Assert.Contains("would delete orders (id = order-0009)", output);
        Assert.All(
            output.Split('\n').Where(line => line.StartsWith("item ", StringComparison.Ordinal)),
            line => Assert.Contains("order-0009", line));
        var notFound = await workspace.RunAsync(2, "try", "own.yaml", "--key", "id=order-9999");
        Assert.Contains("no item of the export has id = 'order-9999'", notFound);
        Assert.Matches("some of its attributes are .*customer, ", notFound);
    }

    [Fact]
    public async Task An_item_of_each_kind_is_tried_where_no_number_is_asked_for()
    {
        using var workspace = await Workspace.CreateAsync(server);

        var output = await workspace.RunAsync(0, "try", "examples/single-table/single-table.yaml");

        // The forms of the composed keys that are in the example's items.
        string[] expected = ["COUNTER users", "USER PROFILE", "USER SESSION", "USER SESSION EVENT"];
        var keys = Regex.Matches(output, """^item .*"pk":\{"S":"(?<pk>[^"]+)"\},"sk":\{"S":"(?<sk>[^"]+)"\}""", RegexOptions.Multiline);
        Assert.Equal(
            expected,
            keys.Select(key => Regex.Replace($"{key.Groups["pk"]} {key.Groups["sk"].Value.Replace('#', ' ')}", @"[# ]?\d+", ""))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_profile_that_commits_by_itself_writes_nothing_and_is_told_so()
    {
        using var workspace = await Workspace.CreateAsync(server);
        WriteOrders(workspace, "await target.Execute(\"commit\");");
        await workspace.SqlAsync("create table orders (id text primary key, customer text); create table journal (id text)");

        var output = await workspace.RunAsync(4, "try", "own.yaml");

        Assert.Contains(
            "the profile's own SQL begins or ends a transaction ('begin', 'commit' or 'rollback'); nothing was written", output);
        Assert.Equal("0 0", await workspace.SqlAsync("select (select count(*) from orders) || ' ' || (select count(*) from journal)"));
    }

    private static void AssertEveryLineSaysThatNothingIsWritten(string output)
    {
        var lines = output.Trim().ReplaceLineEndings("\n").Split('\n');
        var header = Array.FindIndex(lines, line => line.StartsWith("What a migration would do to ", StringComparison.Ordinal));
        Assert.EndsWith("nothing is written.", lines[0]);
        Assert.Contains("nothing was written", lines[header]);
        Assert.NotEmpty(lines[(header + 1)..^1]);
        Assert.All(lines[(header + 1)..^1], line => Assert.StartsWith("would ", line));
        Assert.StartsWith("Nothing was written: ", lines[^1]);
        Assert.Equal(20, lines.Count(line => line.StartsWith("item ", StringComparison.Ordinal)));
    }

    private static void WriteOrders(Workspace workspace, string more)
    {
        var migrations = Path.Combine(workspace.Folder, "migrations");
        File.WriteAllText(
            Path.Combine(migrations, "own.yaml"),
            "name: own\nprofile: own.csx\nsource: { type: local-dynamodb, path: ../examples/orders, exports: all }\n");
        File.WriteAllText(Path.Combine(migrations, "own.csx"), $$"""
            record Row(string Id, string Customer);
            [Table("orders")] record Order([property: Key] string Id, string Customer);
            [Table("orders")] record OrderKey([property: Key] string Id);
            Row? parseItem(Item item) => new(item.String("id"), item.String("customer"));
            Order transform(Row row) => new(row.Id, row.Customer);
            OrderKey? deleteItem(Item item) => new(item.Keys.String("id"));
            async Task<int> upsert(ISqlTarget target, IReadOnlyList<Order> batch)
            {
                foreach (var order in batch)
                {
                    await target.Execute("insert into orders values ($1, $2) on conflict (id) do update set customer = excluded.customer", order.Id, order.Customer);
                    await target.Execute("insert into journal values ($1)", order.Id);
                }
                {{more}}
                return batch.Count;
            }
            """);
    }

    /// <summary>What happened to each row, found by comparing two states of the table; rows that stayed are left out.</summary>
    private static List<string> Differences(Dictionary<string, JsonElement> before, Dictionary<string, JsonElement> after) =>
        [.. after.Where(row => !before.ContainsKey(row.Key)).Select(row => $"insert id = {row.Key}")
            .Concat(after.Where(row => before.ContainsKey(row.Key)).SelectMany(row => row.Value.EnumerateObject()
                .Where(column => column.Value.GetString() != before[row.Key].GetProperty(column.Name).GetString())
                .Select(
                    column => $"update id = {row.Key}: {column.Name}: {before[row.Key].GetProperty(column.Name).GetString()} → "
                        + $"{column.Value.GetString()}")))
            .Order(StringComparer.Ordinal)];

    private static List<string> Said(JsonElement rows) =>
        [.. rows.EnumerateArray().SelectMany(row => row.GetProperty("would").GetString() switch
        {
            "insert" => [$"insert {row.GetProperty("key").GetString()}"],
            "update" => row.GetProperty("changes").EnumerateArray().Select(change => $"update {row.GetProperty("key").GetString()}: "
                + $"{change.GetProperty("column").GetString()}: {change.GetProperty("old").GetString()} → "
                + $"{change.GetProperty("new").GetString()}"),
            _ => Array.Empty<string>(),
        }).Order(StringComparer.Ordinal)];

    private static async Task<Dictionary<string, JsonElement>> TableAsync(Workspace workspace)
    {
        await using var connection = await workspace.ConnectAsync();
        await using var command = new NpgsqlCommand("""
            set timezone = 'UTC';
            select p.id::text, (select json_object_agg(key, value)::text from json_each_text(row_to_json(p)) where key not in ('createdAt', 'updatedAt')) from picture p
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            rows.Add(reader.GetString(0), JsonDocument.Parse(reader.GetString(1)).RootElement);

        return rows;
    }
}
