using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Targets;
using Dataflux.IntegrationTests.PostgreSql;
using Dataflux.Profiles;
using Npgsql;

namespace Dataflux.IntegrationTests.Undoing;

/// <summary>With every change of a row, the row as it was before is committed, and what it became.</summary>
public sealed class ImageTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string Migration = "notes";

    private sealed record Note([property: Key] int Id, string? Text);

    [Table("note")]
    private sealed record NoteKey([property: Key] int Id);

    [Table("Odd \"name\"")]
    private sealed record Odd(
        [property: Key, Column("the key")] string First, [property: Key] decimal Second, [property: Column("image")] string? Text);

    private sealed record Loose([property: Key] string Id, string Text);

    [Fact]
    public async Task Each_changed_row_has_one_image_of_the_first_state_and_the_last()
    {
        var session = await KeepingAsync<Note>(
            "create table note (id int primary key, text text); insert into note select i, 'old ' || i from generate_series(1, 5) i");
        Assert.Equal(
            new(2, 3, 1),
            await WriteAsync(session, new Note(1, "new"), new(2, "old 2"), new(6, "six"), new(6, "six again"), new(3, "a"), new(7, null)));
        Assert.Equal(["1|(1,\"old 1\")|t", "3|(3,\"old 3\")|t", "6||t", "7||t"], await ImagesAsync("note"));

        await WriteAsync(session, new Note(1, "newer"), new(2, "old 2"));
        await DeleteAsync(session, 3, 4, 7, 99);
        await WriteAsync(session, new Note(4, "again"));
        Assert.Equal(["1|(1,\"old 1\")|t", "3|(3,\"old 3\")|t", "4|(4,\"old 4\")|t", "6||t", "7||t"], await ImagesAsync("note"));

        // What changes nothing keeps nothing.
        await Target.Images.KeepAsync(Migration, 2, Stop);
        Assert.Equal(new(0, 0, 2), await WriteAsync(session, new Note(1, "newer"), new(2, "old 2")));
        await DeleteAsync(session, 99);
        Assert.Empty(await ImagesAsync("note", run: 2));
        Assert.InRange(await Target.Images.BytesAsync(Migration, 1, Stop), 1, 1_000_000);
        Assert.Equal(0, await Target.Images.BytesAsync("others", 1, Stop));
    }

    [Fact]
    public async Task A_write_of_others_in_between_counts_as_what_was_there_before()
    {
        var session = await KeepingAsync<Note>("create table note (id int primary key, text text)");
        await WriteAsync(session, new Note(1, "ours"), new(2, "ours"));
        await SqlAsync("insert into note values (3, 'theirs'), (4, 'theirs'); update note set text = 'theirs' where id = 1");

        // The table was empty, so that all of them pass for new at first; 4 stays as it is.
        Assert.Equal(
            new(1, 3, 1),
            await WriteAsync(session, new Note(1, "ours again"), new(2, "ours again"), new(3, "ours"), new(4, "theirs"), new(5, "ours")));
        Assert.Equal(["1|(1,theirs)|t", "2||t", "3|(3,theirs)|t", "5||t"], await ImagesAsync("note"));
        await SqlAsync("update note set text = 'theirs' where id = 2");
        await DeleteAsync(session, 2);
        Assert.Equal(["1|(1,theirs)|t", "2|(2,theirs)|t", "3|(3,theirs)|t", "5||t"], await ImagesAsync("note"));
    }

    [Fact]
    public async Task A_row_that_another_session_brings_while_the_batch_is_written_is_not_taken_for_this_runs()
    {
        var session = await KeepingAsync<Note>("create table note (id int primary key, text text)");
        await using var connection = await Source.OpenConnectionAsync(Stop);
        await using var transaction = await connection.BeginTransactionAsync(Stop);
        await using (var insert = new NpgsqlCommand("insert into note values (2, 'theirs')", connection, transaction))
            await insert.ExecuteNonQueryAsync(Stop);

        var writing = WriteAsync(session, new Note(1, "ours"), new(2, "ours"), new(3, "ours"));
        while ((await RowsAsync(
            "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).Length == 0)
        {
        }

        await transaction.CommitAsync(Stop);
        Assert.Equal(new(2, 1, 0), await writing);
        Assert.Equal(["1||t", "2|(2,theirs)|t", "3||t"], await ImagesAsync("note"));
    }

    [Theory]
    [InlineData(
        "create table \"Odd \"\"name\"\"\" (image text, \"the key\" varchar(20) collate \"C\", second numeric, low int generated always "
            + "as identity, twice text generated always as (image || image) stored, primary key (\"the key\", second))")]
    [InlineData(
        "create table \"Odd \"\"name\"\"\" (image text, \"the key\" varchar(20) collate \"C\", second numeric, low int default 1, twice "
            + "text, primary key (\"the key\", second)) partition by list (\"the key\"); create table a partition of \"Odd \"\"name\"\"\" "
            + "for values in ('a'); create table b partition of \"Odd \"\"name\"\"\" default")]
    public async Task Names_keys_and_partitions_do_not_matter(string tables)
    {
        var session = await KeepingAsync<Odd>(
            tables + "; insert into \"Odd \"\"name\"\"\" (\"the key\", second, image) values ('a', 1.50, 'x'), ('b', 2, null)");
        Assert.Equal(new(1, 2, 0), await WriteAsync(session, new Odd("a", 1.5m, "y"), new("b", 2, ""), new("c", 3, "z")));
        var images = await ImagesAsync("\"Odd \"\"name\"\"\"", "image.k1 = t.\"the key\" and image.k2 = t.second", "image.k1, image.k2");
        Assert.Equal(3, images.Length);
        Assert.StartsWith("a|1.50|(x,a,1.50,1,", images[0], StringComparison.Ordinal);
        Assert.StartsWith("b|2|(,b,2,", images[1], StringComparison.Ordinal);
        Assert.Equal("c|3||t", images[2]);
    }

    [Fact]
    public async Task A_key_whose_type_is_the_databases_own_is_kept_as_text_and_its_case_decides()
    {
        await SqlAsync("create extension if not exists citext; create type mood as enum ('sad', 'glad')");
        var session = await KeepingAsync<Loose>(
            "create table loose (id citext primary key, text text); insert into loose values ('A', 'old'), ('b', 'old')");
        Assert.Equal(new(1, 3, 0), await WriteAsync(session, new Loose("a", "new"), new("B", "new"), new("c", "x"), new("C", "y")));
        Assert.Equal(["A|(A,old)|t", "b|(b,old)|t", "c||t"], await ImagesAsync("loose", "image.k1::citext = t.id"));
    }

    [Fact]
    public async Task What_cannot_be_covered_is_said_and_what_would_be_wrong_is_refused()
    {
        await SqlAsync("create table note (id int, text text); create unique index on note (id)");
        await Target.PrepareAsync([typeof(Note)], Stop);
        Assert.Contains(
            "undo does NOT cover note", Assert.Single(await Target.Images.KeepAsync(Migration, 1, Stop)), StringComparison.Ordinal);
        Assert.Equal(new(1, 0, 0), await WriteAsync(await SessionAsync(), new Note(1, "a")));

        await SqlAsync("drop table note; create table note (id int not null unique, text text primary key)");
        await using var other = OtherTarget();
        await other.PrepareAsync([typeof(Note)], Stop);
        Assert.Empty(await other.Images.KeepAsync(Migration, 2, Stop));
        await using var session = await other.OpenSessionAsync(Stop);
        var refused = await Assert.ThrowsAsync<TargetException>(() => WriteAsync(session, new Note(1, "a")));
        Assert.Contains("changes column \"text\"", refused.Message, StringComparison.Ordinal);
        await using (var rehearsal = await other.RehearseAsync(Stop))
        {
            await rehearsal.PrepareAsync([typeof(Note)], Stop);
            await rehearsal.PlanAsync(target => target.Upsert([new Note(1, "a")]), Stop);
            Assert.Equal([refused.Message], (await rehearsal.UndoAsync(Stop)).Refusals.Select(static refusal => refusal.Message));
        }

        await SqlAsync("alter table note add column more int");
        await using var resumed = OtherTarget();
        await resumed.PrepareAsync([typeof(Note)], Stop);
        var changed = await Assert.ThrowsAsync<TargetException>(() => resumed.Images.KeepAsync(Migration, 2, Stop));
        Assert.Contains("was changed since run 2 began", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_says_what_a_run_would_cover()
    {
        await SqlAsync("""
            create table note (id int primary key, text text); create table child (note int references note on delete cascade); create table other (id int primary key);
            create function nothing() returns trigger language plpgsql as 'begin return null; end'; create trigger told after insert on note execute function nothing()
            """);
        await using var rehearsal = await Target.RehearseAsync(Stop);
        await rehearsal.PrepareAsync([typeof(Note)], Stop);
        await rehearsal.PrepareDeletesAsync([typeof(NoteKey)], Stop);
        await rehearsal.PlanAsync(
            async target =>
            {
                await ((ISqlTarget)target).Execute(
                    "with more as (delete from other where id = $1 returning id) insert into child select id from more", 1);
            },
            Stop);
        Assert.Equal(
            [
                "undo covers note: its rows are named by (\"id\")",
                "undo covers \"public\".\"other\", which the profile's own SQL changes, by triggers for the time of the run: its rows are "
                + "named by (\"id\")",
                "undo does NOT cover what deletes in note change in child (on delete cascade)",
                "undo does NOT cover what trigger told of note changes elsewhere",
                "undo does NOT cover \"public\".\"child\", which the profile's own SQL changes: it has no key by which its rows could be "
                + "found again",
            ],
            (await rehearsal.UndoAsync(Stop)).Lines);
    }

    private static Task<WriteCounts> DeleteAsync(ITargetSession session, params int[] ids) =>
        session.WriteAsync(target => target.Delete<NoteKey>([.. ids.Select(id => new NoteKey(id))]), Stop);

    private async Task<ITargetSession> KeepingAsync<TRecord>(string sql)
    {
        var session = await SessionAsync<TRecord>(sql);
        Assert.Empty(await Target.Images.KeepAsync(Migration, 1, Stop));
        return session;
    }

    /// <summary>The images of a table: key, row before, and whether the row is as the run left it.</summary>
    private async Task<string[]> ImagesAsync(string table, string same = "image.k1 = t.id", string keys = "image.k1", int run = 1)
    {
        var id = Assert.Single(
            await RowsAsync(
                $"select id from dataflux.undo where migration = '{Migration}' and run = {run} and relation::regclass = "
                + $"'{table}'::regclass"));
        return await RowsAsync(
            $"select {keys}, before, after is not distinct from hashtextextended((t.*)::text, 0) from dataflux.undo_{id} as image left "
            + $"join {table} as t on {same} order by 1, 2");
    }
}
