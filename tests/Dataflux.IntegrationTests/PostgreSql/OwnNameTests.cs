using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>Tables whose names are those that dataflux gives in its own SQL.</summary>
public sealed class OwnNameTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Columns = "(id text primary key, n int)";

    [Table("excluded")]
    private sealed record Excluded([property: Key] string Id, int N);

    [Table("written")]
    private sealed record Written([property: Key] string Id, int N);

    [Table("goes")]
    private sealed record Goes([property: Key] string Id, int N);

    [Table("dataflux_1")]
    private sealed record Staging([property: Key] string Id, int N);

    private async Task WriteAsync<TRecord>(string table, string options, Func<string, int, TRecord> make)
        where TRecord : notnull
    {
        await SessionAsync<TRecord>($"create table {table} {Columns} {options}; insert into {table} values ('a', 1), ('c', 1)");
        for (var run = 0; run < 2; run++)
        {
            await using var later = OtherTarget();
            await later.PrepareAsync([typeof(TRecord)], Stop);
            await using var session = await later.OpenSessionAsync(Stop);
            var counts = await WriteAsync(session, make("a", 2), make("b", 2), make("c", 1));
            Assert.Equal(run == 0 ? new(1, 1, 1) : new(0, 0, 3), counts);
            Assert.Equal(["a|2", "b|2", "c|1"], await RowsAsync($"select * from public.{table} order by id"));
        }

        await using var last = OtherTarget();
        await using var deletes = await last.OpenSessionAsync(Stop);
        Assert.Equal(new(0, 0, 0, 1), await deletes.WriteAsync(target => target.Delete<TRecord>([make("b", 2)]), Stop));
        Assert.Equal(["a|2", "c|1"], await RowsAsync($"select * from public.{table} order by id"));
    }

    [Fact]
    public Task Excluded_is_the_incoming_row() => WriteAsync("excluded", "", (id, n) => new Excluded(id, n));

    [Fact]
    public Task Written_are_the_rows_of_a_merge() =>
        WriteAsync(
            "written",
            "partition by hash (id); create table written_0 partition of written for values with (modulus 1, remainder 0)",
            (id, n) => new Written(id, n));

    [Fact]
    public Task Goes_is_a_row_to_delete() => WriteAsync("goes", "", (id, n) => new Goes(id, n));

    [Fact]
    public Task Dataflux_1_is_the_staging_table() => WriteAsync("dataflux_1", "", (id, n) => new Staging(id, n));

    [Fact]
    public async Task The_rules_of_a_table_called_excluded_call_its_row_existing()
    {
        var session = await SessionAsync<Excluded>($"create table excluded {Columns}; insert into excluded values ('a', 1)");

        await WriteAsync(session, rules => rules.Set("n", "existing.n + excluded.n"), new Excluded("a", 2), new("b", 2));

        Assert.Equal(["a|3", "b|2"], await RowsAsync("select * from excluded order by id"));
    }
}
