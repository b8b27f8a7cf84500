using System.Text.Json.Nodes;
using Dataflux.IntegrationTests.DynamoDb;
using Dataflux.IntegrationTests.Executable;
using Dataflux.IntegrationTests.Pictures;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSqlSource;

/// <summary>
/// What <c>dataflux init</c> writes from the catalog of PostgreSQL runs as it stands. What must be there is said by the source's server.
/// </summary>
public sealed class InitFromTablesTests(PostgreSqlFixture server, DynamoDbServer dynamoDb)
{
    [Fact]
    public async Task A_table_of_every_type_is_migrated_into_PostgreSQL_value_by_value_with_no_edit()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.SqlAsync(EveryType.Make);

        await workspace.RunAsync(0, "init", "every", "--from", Url(workspace), "--table", EveryType.Table);
        await SoundAsync(workspace, "every", "sample: 3 items of 1 part: 3 kept, 0 skipped, 0 rejected");
        var ran = await workspace.RunAsync(0, "migrate", "every");

        Assert.Contains(" in 1 part, as of ", ran);
        Assert.Contains("Completed part [1/1]: legacy.Every Type: 3 items", ran);
        Assert.DoesNotContain(" file", ran);
        var columns = await workspace.SqlAsync(
            "select string_agg(attname, ' ' order by attname) from pg_attribute "
            + $"where attrelid = '{EveryType.Table}'::regclass and attnum > 0");
        Assert.Equal(columns, string.Join(' ', EveryType.Compared.Select(static each => each.Column).Order(StringComparer.Ordinal)));
        foreach (var (column, was, found) in EveryType.Compared)
        {
            var different = await workspace.SqlAsync(
                $"select string_agg(format('%s: %s is %s', s.id, {was}, {found}), '; ') from {EveryType.Table} s "
                + $"full join every_type t on t.id = s.id where ({was}) is distinct from ({found})");
            Assert.True(different.Length == 0, $"{column}: {different}");
        }
    }

    [Fact]
    public async Task A_table_of_every_type_is_migrated_into_DynamoDB_value_by_value_with_no_edit()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.SqlAsync(EveryType.Make);

        await workspace.RunAsync(0, "init", "every", "--from", Url(workspace), "--table", EveryType.Table, "--target", "dynamodb");
        await SoundAsync(workspace, "every", "sample: 3 items of 1 part: 3 kept, 0 skipped, 0 rejected");
        await MakeAsync(workspace, "every", "every_type");
        await workspace.RunAsync(0, [.. Migrate("every")]);

        var expected = new List<string>();
        foreach (var id in new[] { 1, 2, 3 })
        {
            var item = new JsonObject();
            foreach (var (column, _, _) in EveryType.Compared)
            {
                var said = await workspace.SqlAsync(
                    $"set intervalstyle = 'iso_8601'; select {EveryType.Attribute(column)} from {EveryType.Table} s where id = {id} "
                    + $"and num_nulls(s.\"{column}\") = 0");
                if (said.Length > 0)
                    item[column == "a-b" ? "a_b" : column] = Said(JsonNode.Parse(said)!.AsObject());
            }

            expected.Add(CanonicalJson.Of(item));
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), ItemText.Of(await dynamoDb.ScanAsync("every_type")));
    }

    [Fact]
    public async Task Several_tables_become_items_with_the_keys_that_the_catalog_says()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.SqlAsync("""
            create table clients (id integer primary key, name text not null);
            insert into clients select i, 'name ' || i from generate_series(1, 300) i;
            create table client_lines (client_id bigint, no integer, product text not null, primary key (client_id, no));
            insert into client_lines select i, n, 'p' || n from generate_series(1, 50) i, generate_series(1, 3) n;
            create table shelves (house text, code text, day date, amount integer not null, primary key (house, code, day));
            insert into shelves values ('a', 'b#c', '2024-01-02', 1), ('a', 'b', '2024-01-02', 2), ('a', 'b%23c', '2024-01-02', 3);
            create table empty_ones (a uuid not null unique, b jsonb);
            """);

        await workspace.RunAsync(
            0, "init", "house", "--from", Url(workspace), "--table", "clients", "--table", "client_lines", "--table", "shelves", "--table",
            "empty_ones", "--target", "dynamodb", "--no-editor");
        await SoundAsync(workspace, "house", "403 kept, 0 skipped, 0 rejected");
        foreach (var table in new[] { "clients", "client_lines", "shelves", "empty_ones" })
            await MakeAsync(workspace, "house", table);

        await workspace.RunAsync(0, [.. Migrate("house")]);

        await SameAsync("clients", "select jsonb_build_object('id', id, 'name', name) from clients");
        await SameAsync("client_lines", "select jsonb_build_object('client_id', client_id, 'no', no, 'product', product) from client_lines");
        await SameAsync(
            "shelves",
            "select jsonb_build_object('house', house, 'code_day', replace(replace(code, '%', '%25'), '#', '%23') || '#' || day, 'code', code, "
            + "'day', day, 'amount', amount) from shelves");
        Assert.Empty(await dynamoDb.ScanAsync("empty_ones"));
        Assert.Equal(["client_id HASH", "no RANGE"], await KeyAsync("client_lines"));
        Assert.Equal(["house HASH", "code_day RANGE"], await KeyAsync("shelves"));

        async Task SameAsync(string table, string sql)
        {
            var expected = (await RowsAsync(workspace, sql)).Select(static row => CanonicalJson.Of(TypedJson(JsonNode.Parse(row))["M"]));
            Assert.Equal(expected.Order(StringComparer.Ordinal), ItemText.Of(await dynamoDb.ScanAsync(table)));
        }
    }

    [Fact]
    public async Task The_only_table_needs_no_name_and_a_key_that_nothing_declares_is_given_and_written()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.SqlAsync(
            "create table readings (at timestamptz, device text, value numeric); insert into readings values (now(), 'a', 1)");

        var refused = await workspace.RunAsync(2, "init", "readings", "--from", Url(workspace), "--no-editor");
        await workspace.RunAsync(0, "init", "readings", "--from", Url(workspace), "--no-editor", "--key", "device,at");

        Assert.Contains(": readings: no primary key, and no unique index on columns that are never null: name the columns", refused);
        Assert.Contains("for 'init' name them with --key", refused);
        var definition = await File.ReadAllTextAsync(Path.Combine(workspace.Folder, "migrations", "readings.yaml"));
        Assert.Contains("\n  table: readings\n  key: \"device, at\"\n", definition.Replace("key: device, at\n", "key: \"device, at\"\n"));
        await SoundAsync(workspace, "readings", "1 kept");
    }

    [Fact]
    public async Task A_password_is_in_no_file_that_is_written_and_the_definition_works_without_it()
    {
        using var workspace = await Workspace.CreateAsync(server);
        await workspace.SqlAsync("create table people (id integer primary key)");
        var url = Url(workspace).Replace("postgres@", "postgres:Str%C3%A4ng-geheim@", StringComparison.Ordinal);

        var said = await workspace.RunAsync(0, "init", "people", "--from", url)
            + await workspace.RunAsync(0, "init", "others", "--from", url + "&application_name=me");

        Assert.Contains("What is secret was not written", said);
        var files = Directory.GetFiles(workspace.Folder, "*", SearchOption.AllDirectories);
        Assert.All(files, static file => Assert.DoesNotContain("geheim", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.DoesNotContain("geheim", said, StringComparison.Ordinal);
        Assert.Contains("application_name=me", await File.ReadAllTextAsync(Path.Combine(workspace.Folder, "migrations", "others.yaml")));
        await SoundAsync(workspace, "people", "0 items");
        await SoundAsync(workspace, "others", "0 items");
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_with_what_to_do_next()
    {
        using var workspace = await Workspace.CreateAsync(server);
        var role = $"reader_{Guid.NewGuid():N}";
        await workspace.SqlAsync(
            $"create table a (id integer primary key, x text); create table b (id integer primary key); create role {role} login; "
            + $"grant select (id) on a to {role}");
        var (url, limited) = (Url(workspace), Url(workspace).Replace("postgres@", $"{role}@", StringComparison.Ordinal));

        Assert.Contains("has 2 tables (a, b); name those to read with --table, such as --table a --table b", await InitAsync(2, url));
        Assert.Contains("there is no table nosuch in this database", await InitAsync(4, url, "nosuch"));
        Assert.Contains($": b: no right to read it: GRANT SELECT ON b TO \"{role}\"", await InitAsync(4, limited, "b"));
        Assert.Contains($": a: no right to read x: GRANT SELECT ON a TO \"{role}\"", await InitAsync(4, limited, "a"));
        const string nowhere = "postgresql://postgres@127.0.0.1:1/shop";
        Assert.Contains($"{nowhere} cannot be reached: ", await InitAsync(4, nowhere, "a"));
        Assert.Contains("has no tables to choose among; leave it out", await InitAsync(2, "examples/pictures", "a"));
        Assert.False(File.Exists(Path.Combine(workspace.Folder, "migrations", "new.yaml")), "a definition was written");

        Task<string> InitAsync(int exitCode, string from, string? table = null) =>
            workspace.RunAsync(
                exitCode, ["init", "new", "--from", from, "--no-editor", .. table is null ? [] : new[] { "--table", table }]);
    }

    internal static string Url(Workspace workspace)
    {
        var connection = new NpgsqlConnectionStringBuilder(workspace.ConnectionString);
        return $"postgresql://{connection.Username}@/{connection.Database}?host={connection.Host}";
    }

    /// <summary>The profile compiles without a warning, reads the sample, and its tests pass.</summary>
    private static async Task SoundAsync(Workspace workspace, string name, string sample)
    {
        var check = await workspace.RunAsync(0, "check", name);
        Assert.Contains($"migrations/{name}.yaml: OK", check);
        Assert.Contains(sample, check);
        Assert.DoesNotContain("warning", check, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(", 0 failed", await workspace.RunAsync(0, "test", name));
    }

    private IEnumerable<string> Migrate(string name) =>
        ["migrate", name, "--set", $"target.endpoint={dynamoDb.Url}", "--set", "target.capacity=max"];

    /// <summary>Makes a table as the file says that was written for it.</summary>
    private async Task MakeAsync(Workspace workspace, string name, string table)
    {
        var file = Path.Combine(workspace.Folder, "migrations", $"{name}.tables", $"{table}.json");
        var request = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        Assert.Equal(table, (string?)request["TableName"]);
        var types = request["AttributeDefinitions"]!.AsArray()
            .ToDictionary(static each => (string)each!["AttributeName"]!, static each => (string)each!["AttributeType"]!);
        var keys = request["KeySchema"]!.AsArray().Select(static each => (string)each!["AttributeName"]!);
        await dynamoDb.DropTableAsync(table);
        await dynamoDb.CreateTableAsync(table, [.. keys.Select(key => $"{key}:{types[key]}")]);
    }

    private async Task<IEnumerable<string>> KeyAsync(string table) =>
        (await dynamoDb.Client.DescribeTableAsync(table)).Table.KeySchema.Select(static key => $"{key.AttributeName} {key.KeyType}");

    private static JsonNode Said(JsonObject said) => said.ContainsKey("json")
        ? TypedJson(said["json"])
        : said.DeepClone();

    /// <summary>JSON as DynamoDB has it.</summary>
    private static JsonNode TypedJson(JsonNode? value) => value switch
    {
        null => new JsonObject { ["NULL"] = true },
        JsonObject members => new JsonObject
        {
            ["M"] = new JsonObject(members.Select(static one => KeyValuePair.Create<string, JsonNode?>(one.Key, TypedJson(one.Value)))),
        },
        JsonArray elements => new JsonObject { ["L"] = new JsonArray([.. elements.Select(TypedJson)]) },
        JsonValue plain => plain.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.Number => new JsonObject { ["N"] = Trimmed(plain.ToJsonString()) },
            System.Text.Json.JsonValueKind.String => new JsonObject { ["S"] = (string?)plain },
            _ => new JsonObject { ["BOOL"] = plain.DeepClone() },
        },
        _ => throw new ArgumentException($"{value} is no JSON", nameof(value)),
    };

    private static string Trimmed(string number) => number.Contains('.') ? number.TrimEnd('0').TrimEnd('.') : number;

    private static async Task<List<string>> RowsAsync(Workspace workspace, string sql)
    {
        await using var connection = await workspace.ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            rows.Add(reader.GetString(0));

        return rows;
    }
}
