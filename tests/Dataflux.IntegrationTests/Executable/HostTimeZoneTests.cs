using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.IntegrationTests.Executable;

/// <summary>Where a host is, and how the database server is set up, is not seen in what is written.</summary>
public sealed class HostTimeZoneTests(PostgreSqlFixture server)
{
    private const string Profile = """
        [Table("moment")]
        record Moment([property: Key] string Id, DateTimeOffset Parsed, DateTimeOffset Built, DateTime Universal, string Day, string Cast, string Span, string[] Casts);

        Moment parseItem(Item item)
        {
            var text = item.String("at");
            return new(
                item.String("id"), DateTimeOffset.Parse(text), new DateTimeOffset(DateTime.Parse(text)), DateTime.Parse(text).ToUniversalTime(),
                DateTimeOffset.Parse(text).ToUniversalTime().ToString("O")[..10], text, "-1 2:03:04", new[] { text });
        }

        Moment transform(IReadOnlyList<Moment> rows) => rows[0];

        Task onStart(ISqlTarget target) => target.Execute("create table if not exists moment (id text primary key, parsed timestamptz, built timestamptz, "
            + "universal timestamptz, day date, \"cast\" timestamptz, span interval, casts timestamptz[])");
        """;

    [Fact]
    public async Task Two_hosts_half_a_world_apart_write_the_same_table()
    {
        using var workspace = await Workspace.CreateAsync(server);
        workspace.Write("migrations/moments.csx", Profile);
        using var export = new ExportBuilder().Lines(
            "a.json.gz",
            """{"Item":{"id":{"S":"spring"},"at":{"S":"2024-03-10T02:30:00"}}}""",
            """{"Item":{"id":{"S":"midnight"},"at":{"S":"2024-06-30T23:59:59.5"}}}""",
            """{"Item":{"id":{"S":"zoned"},"at":{"S":"2024-11-03T01:30:00-04:00"}}}""").Write();
        workspace.Write(
            "migrations/moments.yaml", $"name: moments\nprofile: moments.csx\nsource: {{type: local-dynamodb, path: {export.Folder}}}\n");
        await workspace.SqlAsync("do $$ begin execute format('alter database %I set timezone = ''Asia/Tokyo''', current_database()); "
            + "execute format('alter database %I set intervalstyle = ''sql_standard''', current_database()); end $$");

        await workspace.Set("TZ", "America/St_Johns").Set("PGTZ", "America/St_Johns").RunAsync(0, "migrate", "moments");
        workspace.ForgetState("moments");
        var there = await workspace.Set("TZ", "Asia/Kathmandu").Set("PGTZ", "Asia/Kathmandu").RunAsync(0, "migrate", "moments");

        Assert.Contains("0 inserted, 0 updated, 3 unchanged", there, StringComparison.Ordinal);
        Assert.Equal(
            """
            midnight|2024-06-30 23:59:59.5+00|2024-06-30 23:59:59.5+00|2024-06-30 23:59:59.5+00|2024-06-30|2024-06-30 23:59:59.5+00|-1 days +02:03:04|{"2024-06-30 23:59:59.5+00"}
            spring|2024-03-10 02:30:00+00|2024-03-10 02:30:00+00|2024-03-10 02:30:00+00|2024-03-10|2024-03-10 02:30:00+00|-1 days +02:03:04|{"2024-03-10 02:30:00+00"}
            zoned|2024-11-03 05:30:00+00|2024-11-03 05:30:00+00|2024-11-03 05:30:00+00|2024-11-03|2024-11-03 05:30:00+00|-1 days +02:03:04|{"2024-11-03 05:30:00+00"}
            """.ReplaceLineEndings("\n"),
            await workspace.SqlAsync("""
                set timezone = 'UTC'; set intervalstyle = 'postgres';
                select string_agg(concat_ws('|', id, parsed, built, universal, day, "cast", span, casts), E'\n' order by id) from moment
                """));
    }
}
