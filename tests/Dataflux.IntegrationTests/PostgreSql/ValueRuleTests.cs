using Dataflux.Profiles;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>
/// What becomes of values that the column cannot keep as they are, and which values are a change of those that are there.
/// </summary>
public sealed class ValueRuleTests(PostgreSqlFixture server) : StoredTests(server)
{
    [Fact]
    public async Task A_time_is_cut_to_the_microsecond_whatever_it_comes_as()
    {
        // 0.1234567 and 0.1234569 are rounded up by the server's own cast, .9999999 into the next day.
        var moment = new DateTimeOffset(2013, 7, 11, 23, 59, 59, TimeSpan.Zero);
        Assert.Equal("2013-07-11 23:59:59.999999+00", await StoredAsync("timestamptz", moment.AddTicks(9999999)));
        Assert.Equal("2013-07-11 23:59:59.999999+00", await StoredAsync("timestamptz", moment.AddTicks(9999999).UtcDateTime));
        Assert.Equal("2013-07-11 23:59:59.999999+00", await StoredAsync("timestamptz", "2013-07-11T23:59:59.999999999Z"));
        Assert.Equal("2013-07-11 23:59:59.999999+00", await StoredAsync("timestamptz", Text.Of("20130711T235959.9999999+00")));
        Assert.Equal("{\"2013-07-11 23:59:59.999999+00\"}", await StoredAsync("timestamptz[]", new[] { "2013-07-11T23:59:59.999999999Z" }));
        Assert.Equal(
            "{\"2013-07-11 23:59:59.999999+00\",NULL}", await StoredAsync("timestamptz[]", "{2013-07-11T23:59:59.999999999Z,NULL}"));
        Assert.Equal("[\"2013-07-11 23:59:59.999999\",)", await StoredAsync("tsrange", "[2013-07-11 23:59:59.9999999,)"));
        Assert.Equal("2013-07-11 23:59:59.999999", await StoredAsync("timestamp", "2013-07-11 23:59:59.9999999"));
        Assert.Equal("1969-12-31 23:59:59.123456", await StoredAsync("timestamp", "1969-12-31 23:59:59.1234569"));
        Assert.Equal(
            "1969-12-31 23:59:59.123456", await StoredAsync("timestamp", new DateTime(1969, 12, 31, 23, 59, 59).AddTicks(1234569)));
        Assert.Equal("23:59:59.999999", await StoredAsync("time", "23:59:59.9999999"));
        Assert.Equal("23:59:59.999999+00", await StoredAsync("timetz", "23:59:59.9999999Z"));
        Assert.Equal("00:00:00.123456", await StoredAsync("interval", new TimeSpan(1234569)));
        Assert.Equal("-00:00:00.123456", await StoredAsync("interval", new TimeSpan(-1234569)));
        foreach (var text in new[] { "-00:00:00.1234569", "-0.1234569 seconds", "PT-0.1234569S", "@ 0.1234569 s ago", "-0.1234569" })
            Assert.Equal("-00:00:00.123456", await StoredAsync("interval", text));

        // A column that keeps fewer digits rounds what it gets, as PostgreSQL does; a fraction of a day is none of a second.
        Assert.Equal("2013-07-11 23:59:59.124+00", await StoredAsync("timestamptz(3)", "2013-07-11T23:59:59.1235Z"));
        Assert.Equal("2013-07-11 23:59:59.124+00", await StoredAsync("timestamptz(3)", moment.AddTicks(1235000)));
        Assert.Equal("1 day 02:57:46.666656", await StoredAsync("interval", "1.12345679 days"));
    }

    [Fact]
    public async Task Equal_numbers_stay_as_they_are_and_an_interval_of_other_parts_is_a_change()
    {
        var numbers = await SessionAsync<One<decimal>>("create table t (id int primary key, v numeric)");
        await WriteAsync(numbers, new One<decimal>(1, 1.50m));
        Assert.Equal(new(0, 0, 2), await WriteAsync(numbers, new One<decimal>(1, 1.5m), new One<decimal>(1, 1.500m)));
        Assert.Equal(["1.50"], await RowsAsync("select v from t"));
        await SqlAsync("drop table t");

        var documents = await SessionAsync<One<string>>("create table t (id int primary key, v jsonb)");
        await WriteAsync(documents, new One<string>(1, """{"a":1.50}"""));
        await IsTheSameAgainAsync(documents, [new One<string>(1, """{"a":1.50}""")]);
        Assert.Equal(new(0, 0, 1), await WriteAsync(documents, new One<string>(1, """{"a":1.5}""")));
        Assert.Equal(["""{"a": 1.50}"""], await RowsAsync("select v from t"));
        await SqlAsync("drop table t");

        var spans = await SessionAsync<One<string[]>>("create table t (id int primary key, v interval[])");
        await WriteAsync(spans, new One<string[]>(1, ["1 mon", "24:00:00"]));
        await IsTheSameAgainAsync(spans, [new One<string[]>(1, ["1 month", "24 hours"])]);
        Assert.Equal(new(0, 1, 0), await WriteAsync(spans, new One<string[]>(1, ["30 days", "1 day"])));
        Assert.Equal(["{\"30 days\",\"1 day\"}"], await RowsAsync("select v from t"));
        await IsTheSameAgainAsync(spans, [new One<string[]>(1, ["30 days", "1 day"])]);
        await SqlAsync("drop table t");

        var span = await SessionAsync<One<TimeSpan>>("create table t (id int primary key, v interval)");
        await SqlAsync("insert into t values (1, '24:00:00')");
        Assert.Equal(new(0, 1, 0), await WriteAsync(span, new One<TimeSpan>(1, TimeSpan.FromDays(1))));
        await IsTheSameAgainAsync(span, [new One<TimeSpan>(1, TimeSpan.FromDays(1))]);
    }

    [Fact]
    public async Task Blanks_that_the_column_drops_are_no_change()
    {
        var session = await SessionAsync<One<string>>("create table t (id int primary key, v varchar(3))");
        await WriteAsync(session, new One<string>(1, "ab     "));
        Assert.Equal(new(0, 0, 1), await WriteAsync(session, new One<string>(1, "ab     ")));
        Assert.Equal(["ab "], await RowsAsync("select v from t"));
        await SqlAsync("drop table t");
        Assert.Equal("ab", (await StoredAsync("char(3)", "ab     ")).TrimEnd());
    }
}
