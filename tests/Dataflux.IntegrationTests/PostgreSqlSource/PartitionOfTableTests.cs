using System.Text.RegularExpressions;
using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSqlSource;

/// <summary>
/// The parts of a table are a partition of it: each row of the snapshot is in exactly one of them, whatever others do to the table
/// meanwhile. The rows of the snapshot are told by the sum of a column that every transaction of the others leaves as it is.
/// </summary>
public sealed partial class PartitionOfTableTests(PostgreSqlFixture server)
{
    private const int Sum = 1_000_000;

    // Ends the connections of the source.
    private const string End =
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and application_name = 'dataflux'";

    // DATAFLUX_SOURCE_ROWS=2000000 takes a minute.
    private static readonly int Rows =
        Environment.GetEnvironmentVariable("DATAFLUX_SOURCE_ROWS") is { Length: > 0 } rows ? int.Parse(rows) : 20_000;

    // The type of the key, a value of it by number n, and how parts are made.
    [Theory]
    [InlineData("bigint", "n * 3", "key")]
    [InlineData("uuid", "md5(n::text)::uuid", "key")]
    [InlineData("text collate \"C\"", "'k' || md5(n::text)", "pages")]
    [InlineData("numeric", "n / 7.0", "key")]
    public async Task Every_row_of_the_snapshot_is_in_one_part(string type, string key, string ranges)
    {
        var connection = await server.CreateDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connection + ";Options=-c lock_timeout=20ms");
        await SqlAsync(
            database,
            $"""
            create table t (k {type} primary key, amount bigint not null, filler text not null) partition by range (k);
            create table t_rest partition of t default;
            insert into t select {key}, case when n = 1 then {Sum} else 0 end, repeat('x', 100) from generate_series(1, {Rows}) n;
            """);
        using var stop = new CancellationTokenSource();
        var others = Task.WhenAll(Enumerable.Range(1, 2).Select(seed => Task.Run(() => DisturbAsync(database, key, seed, stop.Token))));
        await using var source = SourceReading.Of(connection, pagesPerPart: 20, options: [("table", "t"), ("ranges", ranges)]);

        var export = await source.OpenAsync(TestContext.Current.CancellationToken);
        var parts = new List<List<string>>();
        foreach (var part in export.Parts)
            parts.Add(await source.LinesAsync(part));

        await stop.CancelAsync();
        Assert.All(await others, static done => Assert.True(done > 0, "the others came to nothing"));
        var lines = parts.SelectMany(static lines => lines).ToList();
        Assert.True(export.Parts.Count > 5, $"only {export.Parts.Count} parts");
        Assert.Equal(export.Parts.Select(static part => part.ItemCount), parts.Select(static lines => (long?)lines.Count));
        Assert.Equal(lines.Count, lines.Select(static line => line.Split(',')[0]).Distinct().Count());
        Assert.Equal(Sum, lines.Sum(static line => long.Parse(Amount.Match(line).Groups[1].Value)));
        Assert.Single(source.Snapshots);
    }

    [Fact]
    public async Task A_truncation_waits_until_the_snapshot_is_let_go()
    {
        var connection = await server.CreateDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connection);
        await SqlAsync(database, "create table t (k integer primary key); insert into t select generate_series(1, 10)");
        await using var source = SourceReading.Of(connection, options: [("query", "select * from t"), ("key", "k")]);
        var export = await source.OpenAsync(TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => SqlAsync(database, "set lock_timeout = '50ms'; truncate t"));

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, refused.SqlState);
        Assert.Equal(10, (await source.LinesAsync(export.Parts[0])).Count);
    }

    [Fact]
    public async Task A_lost_snapshot_is_replaced_and_what_was_read_in_it_is_not_read_in_another()
    {
        var connection = await server.CreateDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connection + ";Application Name=others");
        await SqlAsync(database, "create table t (k integer primary key); insert into t select generate_series(1, 10000)");
        await using var source = SourceReading.Of(connection, options: [("table", "t")]);
        var part = (await source.OpenAsync(TestContext.Current.CancellationToken)).Parts[0];
        var position = "";
        await foreach (var block in source.ReadAsync(part, TestContext.Current.CancellationToken))
        {
            position = block.Position!;
            break;
        }

        await SqlAsync(database, End);
        var rest = await source.LinesAsync(part with { Position = position });

        var before = long.Parse(position.Split('"')[1]);
        Assert.Equal(Enumerable.Range((int)before + 1, 10_000 - (int)before).Select(static k => $"{{\"k\":{{\"N\":\"{k}\"}}}}"), rest);
        Assert.Equal(2, source.Snapshots.Count);
        Assert.Contains("run again", (await Assert.ThrowsAnyAsync<Exception>(() => source.LinesAsync(part))).Message);

        // Without the locks, others may alter the table.
        await SqlAsync(database, End);
        await SqlAsync(database, "alter table t alter k type bigint");
        var altered = await Assert.ThrowsAnyAsync<Exception>(() => source.LinesAsync(part with { Position = position }));
        Assert.Contains("t: its columns were k integer, and are others", altered.Message);
    }

    // Moves amounts between rows, in place and to new rows, so that their sum stays; and has the table rewritten where it can.
    private static async Task<int> DisturbAsync(NpgsqlDataSource database, string key, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        var done = 0;
        while (!stop.IsCancellationRequested)
        {
            var (a, b) = (random.Next(1, Rows), random.Next(1, Rows));
            string Of(int n) => $"(select {key} from (values ({n}::bigint)) as v (n))";
            var sql = random.Next(5) switch
            {
                0 => $"update t set amount = amount + case when k = {Of(a)} then -5 else 5 end, filler = filler || 'y' "
                    + $"where k in ({Of(a)}, {Of(b)}) and (select count(*) from t where k in ({Of(a)}, {Of(b)})) = 2",
                1 => $"with gone as (delete from t where k = {Of(a)} returning amount) "
                    + $"insert into t select {Of(Rows + (done * 2) + seed)}, amount, 'z' from gone",
                2 => $"insert into t select {Of(a)}, 0, repeat('n', {random.Next(400)}) on conflict do nothing",
                3 => "vacuum t",
                _ => "vacuum full t_rest",
            };
            try
            {
                await SqlAsync(database, sql);
                done++;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.UniqueViolation)
            {
                // Somebody else was there; the source holds the table.
            }
        }

        return done;
    }

    private static async Task SqlAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("\"amount\":{\"N\":\"(-?[0-9]+)\"}")]
    private static partial Regex Amount { get; }
}
