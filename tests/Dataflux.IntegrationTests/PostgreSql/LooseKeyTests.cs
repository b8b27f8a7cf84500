using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Targets;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>Keys that differ in .NET and are one in the database: their records are written in their order, every time.</summary>
public sealed class LooseKeyTests(PostgreSqlFixture server) : TargetTests(server)
{
    private const string IgnoringCase = "create extension citext; create table entry (key citext primary key, text text)";

    private sealed record Entry([property: Key] string Key, string Text);

    private sealed record Exact([property: Key] Guid Key, string Text);

    [Table("entry")]
    private sealed record Priced([property: Key] decimal Key, string Text);

    [Table("entry")]
    private sealed record Timed([property: Key] DateTimeOffset Key, string Text);

    [Table("entry")]
    private sealed record Spanned([property: Key] TimeSpan Key, string Text);

    /// <summary>Writes a batch by a session that finds the table filled.</summary>
    private async Task<WriteCounts> WriteAgainAsync<TRecord>(params TRecord[] batch)
        where TRecord : notnull
    {
        await using var later = OtherTarget();
        await later.PrepareAsync([typeof(TRecord)], Stop);
        await using var session = await later.OpenSessionAsync(Stop);
        return await WriteAsync(session, batch);
    }

    private async Task<string[]> EntriesAsync() => [.. await RowsAsync("select key, text from entry order by key, text")];

    [Theory]
    [InlineData(IgnoringCase, "a", "A")]
    [InlineData("create table entry (key char(3) primary key, text text)", "a", "a ")]
    [InlineData(
        "create table entry (key uuid primary key, text text)",
        "a0000000-0000-4000-8000-000000000000",
        "A0000000-0000-4000-8000-000000000000")]
    [InlineData("create table entry (key numeric primary key, text text)", "1", "1.0")]
    [InlineData(
        "create collation loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false); create table entry (key text collate "
            + "loose primary key, text text)",
        "a",
        "A")]
    [InlineData(
        "create extension citext; create domain name_of as citext; create table entry (key name_of primary key, text text)", "a", "A")]
    public async Task The_last_record_of_a_row_wins_every_time(string table, string key, string same)
    {
        var session = await SessionAsync<Entry>(table);
        Entry[] batch = [new(same, "first"), new("2" + key[1..], "other"), new(key, "last")];

        Assert.True(Target.HasLooseKeys);
        await WriteAsync(session, batch);
        var rows = await EntriesAsync();

        Assert.Equal(["last", "other"], rows.Select(row => row.Split('|')[1]).Order());
        Assert.Equal(new(0, 2, 1), await WriteAgainAsync(batch));
        Assert.Equal(rows, await EntriesAsync());
    }

    [Fact]
    public async Task The_first_record_of_a_row_wins_where_rows_are_left_as_they_are()
    {
        var session = await SessionAsync<Entry>(IgnoringCase);

        await WriteAsync(session, rules => rules.DoNothing(), new Entry("b", "first"), new("a", "other"), new("B", "last"));

        Assert.Equal(["a|other", "b|first"], await EntriesAsync());
    }

    [Fact]
    public async Task Many_such_records_in_a_batch_are_written_at_once()
    {
        var session = await SessionAsync<Entry>(IgnoringCase);
        string[] spellings = ["key", "Key", "KEY"];
        Entry[] batch = [.. spellings.SelectMany(
            (spelling, i) => Enumerable.Range(1, 500).Select(n => new Entry($"{spelling}{n}", $"{i}")))];

        // The table was empty, so the session first tries to copy all of them straight into it.
        Assert.Equal(new(500, 1000, 0), await WriteAsync(session, batch));

        Assert.Equal(["500|2"], await RowsAsync("select count(*), min(text) from entry where text = '2'"));
    }

    [Fact]
    public async Task Numbers_are_one_row_where_the_column_rounds_them_to_the_same()
    {
        var session = await SessionAsync<Priced>("create table entry (key numeric(6, 2) primary key, text text)");
        Priced[] batch = [new(1.004m, "first"), new(1.001m, "last")];

        await WriteAsync(session, batch);

        Assert.Equal(["1.00|last"], await EntriesAsync());
        Assert.Equal(new(0, 2, 0), await WriteAgainAsync(batch));
        Assert.Equal(["1.00|last"], await EntriesAsync());
    }

    [Fact]
    public async Task Times_are_one_row_where_they_differ_by_less_than_a_microsecond()
    {
        var session = await SessionAsync<Timed>("create table entry (key timestamptz primary key, text text)");
        var noon = new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
        Timed[] batch = [new(noon.AddTicks(1), "first"), new(noon.AddTicks(9), "last")];

        Assert.False(Target.HasLooseKeys);
        Assert.Equal(new(1, 1, 0), await WriteAsync(session, batch));

        Assert.Equal(["last"], await RowsAsync("select text from entry"));
        Assert.Equal(new(0, 2, 0), await WriteAgainAsync(batch));
        Assert.Equal(["last"], await RowsAsync("select text from entry"));
    }

    [Fact]
    public async Task Spans_are_one_row_where_they_differ_by_less_than_a_microsecond()
    {
        var session = await SessionAsync<Spanned>("create table entry (key interval primary key, text text)");
        Spanned[] batch = [new(new(11), "first"), new(new(19), "middle"), new(new(-1), "before"), new(new(-10), "last")];

        Assert.False(Target.HasLooseKeys);
        Assert.Equal(new(3, 1, 0), await WriteAsync(session, batch));
        Assert.Equal(["-00:00:00.000001|last", "00:00:00|before", "00:00:00.000001|middle"], await EntriesAsync());
    }

    [Fact]
    public async Task A_key_that_the_column_takes_as_it_is_is_not_loose()
    {
        await SessionAsync<Exact>("create table exact (key uuid primary key, text text)");

        Assert.False(Target.HasLooseKeys);
    }
}
