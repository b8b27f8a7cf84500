using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Ground;

namespace Dataflux.IntegrationTests.MySql;

/// <summary>Locks, limits and outages of the server lose nothing, leave no half of a batch, and are no fault of a record.</summary>
public sealed class MySqlOutageTests
{
    [Table("account")]
    private sealed record Account([property: Key] int Id, string Text);

    [Fact]
    public async Task Locks_large_packets_a_read_only_server_and_a_crash()
    {
        await using var server = await MariaDbServer.StartAsync("--innodb-lock-wait-timeout=1", "--max-allowed-packet=1048576");
        await using var bench = await MySqlBench.CreateAsync(
            await server.CreateDatabaseAsync(),
            "create table account (id int primary key, text longtext not null); create table other (id int primary key, n int)");
        var session = await bench.OpenAsync(typeof(Account));
        await MySqlBench.WriteAsync(session, new Account(1, "one"), new Account(2, "two"));
        await bench.SqlAsync("insert into other select seq, 0 from seq_1_to_50");

        // A lock that somebody holds for long: the whole batch is taken back, not the statement alone.
        await using (var beside = await bench.ConnectAsync())
        {
            await MySqlBench.RunAsync(beside, "begin; update account set text = 'held' where id = 1");
            var waited = await bench.FailureOfAsync(() => MySqlBench.WriteAsync(session, async target =>
            {
                await target.Upsert([new Account(3, "three")]);
                await target.Upsert([new Account(1, "uno")]);
            }));
            Assert.Equal((FailureKind.Transient, "1205", true), (waited.Kind, waited.Code, waited.IsTooMuch));
            await MySqlBench.RunAsync(beside, "rollback");
        }

        Assert.Equal(["1|one", "2|two"], await RowsAsync());

        // A deadlock.
        await using (var beside = await bench.ConnectAsync())
        {
            await MySqlBench.RunAsync(beside, "begin; update other set n = 1; update account set text = 'held' where id = 2");
            Task<int>? waiting = null;
            var deadlock = await bench.FailureOfAsync(() => MySqlBench.WriteAsync(session, async target =>
            {
                await target.Upsert([new Account(1, "uno"), new Account(3, "three")]);
                waiting = MySqlBench.RunAsync(beside, "update account set text = 'held' where id = 1");
                await target.Upsert([new Account(2, "due")]);
            }));
            Assert.Equal((FailureKind.Transient, "1213"), (deadlock.Kind, deadlock.Code));
            await waiting!;
            await MySqlBench.RunAsync(beside, "rollback");
        }

        Assert.Equal(["1|one", "2|two"], await RowsAsync());

        // A record beyond a packet: LOAD DATA takes it in pieces, INSERT cannot.
        await MySqlBench.WriteAsync(session, new Account(4, new string('x', 3_000_000)));
        Assert.Equal(["3000000"], await bench.RowsAsync("select length(text) from account where id = 4"));
        await using (var inserting = await MySqlBench.CreateAsync(bench.Database, "do 1", mayLoad: false))
        {
            var other = await inserting.OpenAsync(typeof(Account));
            var large = await inserting.FailureOfAsync(() => MySqlBench.WriteAsync(other, new Account(4, new string('y', 3_000_000))));
            Assert.Equal((FailureKind.Row, "1153"), (large.Kind, large.Code));

            // Neither does the server compare such a row.
            var replaced = await inserting.FailureOfAsync(() => MySqlBench.WriteAsync(other, new Account(4, "four")));
            Assert.Equal((FailureKind.Row, "1301"), (replaced.Kind, replaced.Code));
            await bench.SqlAsync("delete from account where id = 4");
            await MySqlBench.WriteAsync(other, new Account(4, "four"));
        }

        // A fail-over: the server takes no writes for a while.
        await bench.SqlAsync("set global read_only = 1");
        await bench.SqlAsync("create user app; grant all on *.* to app; revoke super, read_only admin on *.* from app");
        var asApp = bench.Database.Replace("User ID=root", "User ID=app", StringComparison.Ordinal);
        await using (var other = await MySqlBench.CreateAsync(asApp, "do 1"))
        {
            var ofApp = await other.OpenAsync(typeof(Account));
            var readOnly = await other.FailureOfAsync(() => MySqlBench.WriteAsync(ofApp, new Account(5, "five")));
            Assert.Equal((FailureKind.Transient, "1290"), (readOnly.Kind, readOnly.Code));
            await bench.SqlAsync("set global read_only = 0");
            await MySqlBench.WriteAsync(ofApp, new Account(5, "five"));
        }

        // The server goes away in the middle of a batch.
        var gone = await bench.FailureOfAsync(() => MySqlBench.WriteAsync(session, async target =>
        {
            await target.Upsert([new Account(6, "six")]);
            await server.CrashAsync();
            await target.Upsert([new Account(7, "seven")]);
        }));
        Assert.Equal(FailureKind.Transient, gone.Kind);
        Assert.Equal(FailureKind.Transient, (await bench.FailureOfAsync(() => MySqlBench.WriteAsync(session, new Account(6, "six")))).Kind);
        await server.StartProgramAsync();
        await MySqlBench.WriteAsync(session, new Account(6, "six"));
        Assert.Equal(["1|one", "2|two", "4|four", "5|five", "6|six"], await RowsAsync());

        Task<string[]> RowsAsync() => bench.RowsAsync("select id, text from account order by id");
    }
}
