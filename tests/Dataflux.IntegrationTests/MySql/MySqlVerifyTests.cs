using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json;
using Dataflux.Engine.Targets;
using Dataflux.IntegrationTests.Executable;
using Dataflux.Profiles;
using MySqlConnector;

namespace Dataflux.IntegrationTests.MySql;

/// <summary>A verification of MariaDB finds what differs from the export, all of it, and nothing else.</summary>
public sealed class MySqlVerifyTests(MariaDbFixture server)
{
    [Table("thing")]
    private sealed record Thing([property: Key] byte[] Id, Number Exact, DateTimeOffset At, Json Document, int Times);

    [Table("word")]
    private sealed record Word([property: Key] string Spelling, int Count);

    private const string Tables = """
        create table thing (id varbinary(20) primary key, exact decimal(65, 27) not null, at datetime(6) not null, document json not null,
          times int not null, own int not null default 1) character set utf8mb4;
        create table word (spelling varchar(40) primary key, count int not null) character set utf8mb4 collate utf8mb4_general_ci
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Values_are_compared_as_the_columns_keep_them_documents_by_content_and_keys_by_their_bytes(bool mayLoad)
    {
        await using var bench = await MySqlBench.CreateAsync(await server.CreateDatabaseAsync(), Tables, mayLoad);
        var things = Enumerable.Range(0, 10).Select(static n => new Thing(
            [0, (byte)n, 9, 10, 39, 92], Number.Parse($"1234567890123456789012345678901234567{n}"),
            DateTimeOffset.UnixEpoch.AddTicks(10 * n),
            Json.Parse($$"""{"a": 1234567890123456789012345678901234567{{n}}, "b": 1.50}"""), n)).ToArray();
        Word[] words = [new("a", 1), new("b", 2), new("é", 3)];
        var session = await bench.OpenAsync(typeof(Thing), typeof(Word));
        await MySqlBench.WriteAsync(session, things);
        await MySqlBench.WriteAsync(session, words);
        await bench.SqlAsync(
            """
            update thing set exact = exact + 1e-27 where times = 1;
            update thing set at = at + interval 1 microsecond where times = 2;
            update thing set document = '{"b": 15e-1, "a": 12345678901234567890123456789012345673}', own = 7 where times = 3;
            update thing set document = replace(document, '4,', '5,') where times = 4;
            delete from thing where times = 5;
            insert into thing select concat(id, x'00'), exact, at, document, times, own from thing where times = 6;
            update word set spelling = 'A' where spelling = 'a';
            """);

        var found = await CompareAsync(bench.Target, async target =>
        {
            await target.Upsert(things);
            await target.Upsert(things[6..], static on => on.Set("times", "thing.times").Keep("exact"));
            await target.Upsert(words);
        });

        Assert.Equal(
            [
                "different 0x000109 exact", "different 0x000209 at", "different 0x000409 document", "extra 0x000609", "extra A",
                "missing 0x000509", "missing a",
            ],
            found.Select(static row => row.Replace("0A275C", "", StringComparison.Ordinal)).Order(StringComparer.OrdinalIgnoreCase)
                .Select(static row => row.EndsWith("0900", StringComparison.Ordinal) ? row[..^2] : row));
    }

    [Fact]
    public async Task A_run_is_verified_repaired_and_equal_again()
    {
        var database = await server.CreateDatabaseAsync();
        using var workspace = Workspace.CreateUnconfigured();
        workspace.SetVariable("PICTURES_MYSQL", database);
        await workspace.GenerateExportAsync("--items", "3000", "--files", "3");
        await File.AppendAllTextAsync(
            Path.Combine(workspace.Folder, "migrations", "pictures-mysql.yaml"), "verify: { owns: [picture] }\n",
            TestContext.Current.CancellationToken);
        await workspace.RunAsync(0, "migrate", "pictures-mysql", "--quiet");
        Assert.Contains("pictures-mysql: equal", await workspace.RunAsync(0, "verify", "pictures-mysql"), StringComparison.Ordinal);

        await using var connection = new MySqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var faults = new MySqlCommand(
            """
            create temporary table chosen as select id, row_number() over (order by id) as place from picture;
            update picture join chosen using (id) set path = concat(path, ' ') where place <= 7;
            update picture join chosen using (id) set taxonomy = '[1]' where place between 8 and 10;
            update picture join chosen using (id) set variants = json_detailed(variants), createdBy = 'somebody'
              where place between 11 and 20;
            delete picture from picture join chosen using (id) where place between 21 and 25;
            insert into picture select id + 20000000, uuid, path, imageType, description_i18n, agencyId, focalPointX, focalPointY,
              width, height, crops, taxonomy, type, createdBy, createdAt, updatedAt, variants from picture order by id limit 3;
            """,
            connection);
        await faults.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var output = await workspace.RunAsync(5, "verify", "pictures-mysql", "--summary", "faults.json");

        using var json = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(workspace.Folder, "faults.json"), TestContext.Current.CancellationToken));
        Assert.Equal(
            (10, 5, 3),
            (json.RootElement.GetProperty("different").GetInt32(), json.RootElement.GetProperty("missing").GetInt32(),
                json.RootElement.GetProperty("extra").GetInt32()));
        Assert.Contains("produced + 3 extra", output, StringComparison.Ordinal);

        await workspace.RunAsync(5, "verify", "pictures-mysql", "--repair", "all");
        await faults.Connection!.CloseAsync();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var clean = new MySqlCommand("delete from picture where id > 20000000", connection);
        Assert.Equal(3, await clean.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Contains("pictures-mysql: equal", await workspace.RunAsync(0, "verify", "pictures-mysql"), StringComparison.Ordinal);
    }

    private static async Task<List<string>> CompareAsync(ITargetConnection target, Func<ISqlTarget, Task> write)
    {
        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("verify-");
        try
        {
            var request = new ComparisonRequest { Folder = folder.FullName, Owned = ["thing", "word"] };
            await using var comparison = target.Capabilities.Comparisons!.Compare(request);
            await comparison.PrepareAsync([typeof(Thing), typeof(Word)], stop);
            await using (var session = await comparison.OpenSessionAsync(stop))
                await session.WriteAsync(to => write((ISqlTarget)to), stop);
            var found = new List<string>();
            await foreach (var difference in comparison.SettleAsync(keys: null, stop))
                Take(difference);
            await comparison.FindExtraAsync(Take, stop);
            return found;

            void Take(Difference difference)
            {
                var columns = string.Concat(difference.Columns.Select(static column => $" {column.Column}"));
                found.Add($"{difference.Kind.ToString().ToLowerInvariant()} {difference.Key.Values.Single()}{columns}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
