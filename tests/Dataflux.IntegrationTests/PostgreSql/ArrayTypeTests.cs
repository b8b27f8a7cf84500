using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Profiles;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>What a single value may be, an element of an array may be too, and the type of either may be a domain.</summary>
public sealed class ArrayTypeTests(PostgreSqlFixture server) : StoredTests(server)
{
    public enum Size
    {
        Small,
        VeryLarge,
    }

    private int _domains;

    private static readonly DateTimeOffset Moment = new(2013, 7, 11, 12, 0, 0, 0, 1, TimeSpan.FromHours(2));

    [Table("t")]
    private sealed record Every<T>(
        [property: Key] int Id, T Alone, T Domain, T[] Array, List<T> OfDomains, IReadOnlyList<T> DomainOfArrays, ImmutableArray<T> Empty);

    // The expected texts are the server's own, of a literal of the same value.
    private async Task EverywhereAsync<T>(string type, T value, string literal)
    {
        var (one, many) = ($"one_{++_domains}", $"many_{_domains}");
        await using var session = await SessionAsync<Every<T>>($"""
            create domain {one} as {type}; create domain {many} as {type}[];
            create table t (id int primary key, alone {type}, domain {one}, "array" {type}[], of_domains {one}[], domain_of_arrays {many}, empty {one}[])
            """);
        Every<T>[] batch = [new(1, value, value, [value], [value], ImmutableArray.Create(value), [])];
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, batch));
        await IsTheSameAgainAsync(session, batch);
        Assert.Equal(
            await RowsAsync($"select v, v, array[v], array[v], array[v], '{{}}' from (select ({literal})::{type}) as literal (v)"),
            await RowsAsync("select alone, domain, \"array\", of_domains, domain_of_arrays, empty from t"));
        await SqlAsync("drop table t");
    }

    [Fact]
    public async Task Numbers()
    {
        await EverywhereAsync("smallint", (short)7, "7");
        await EverywhereAsync("integer", 7, "7");
        await EverywhereAsync("bigint", Number.Parse("7"), "7");
        await EverywhereAsync("bigint", new BigInteger(7), "7");
        await EverywhereAsync("numeric", 1.50m, "1.50");
        await EverywhereAsync("numeric", Number.Parse("0.000000000000000000000000000000000001"), "0.000000000000000000000000000000000001");
        await EverywhereAsync("numeric", ulong.MaxValue, "18446744073709551615");
        await EverywhereAsync("real", 1.5f, "1.5");
        await EverywhereAsync("double precision", 0.1, "0.1");
        await EverywhereAsync("numeric(6,2)", 1.235m, "1.235");
        await EverywhereAsync("integer", Size.VeryLarge, "1");
    }

    [Fact]
    public async Task Times()
    {
        await EverywhereAsync("timestamptz", Moment, "'2013-07-11 10:00:00.000001+00'");
        await EverywhereAsync("timestamptz", Moment.UtcDateTime, "'2013-07-11 10:00:00.000001+00'");
        await EverywhereAsync("timestamptz(3)", Moment.AddTicks(7000), "'2013-07-11 10:00:00.000701+00'");
        await EverywhereAsync("timestamp", new DateTime(2013, 7, 11, 12, 0, 0), "'2013-07-11 12:00:00'");
        await EverywhereAsync("date", new DateOnly(2013, 7, 11), "'2013-07-11'");
        await EverywhereAsync("time", new TimeOnly(1, 2, 3), "'01:02:03'");
        await EverywhereAsync("time(0)", new TimeOnly(1, 2, 3, 600), "'01:02:03.6'");
        await EverywhereAsync("interval", new TimeSpan(1, 2, 3, 4), "'1 day 02:03:04'");
        await EverywhereAsync("interval(0)", new TimeSpan(0, 0, 0, 1, 600), "'1.6 s'");
    }

    [Fact]
    public async Task Texts_and_bytes()
    {
        await SqlAsync("create extension if not exists citext; create type size as enum ('small', 'very_large')");
        await EverywhereAsync("text", "grün", "'grün'");
        await EverywhereAsync("text", Text.Of("grün"), "'grün'");
        await EverywhereAsync("varchar(5)", "grün", "'grün'");
        await EverywhereAsync("char(5)", "grün", "'grün'");
        await EverywhereAsync("citext", "grün", "'grün'");
        await EverywhereAsync("name", "grün", "'grün'");
        await EverywhereAsync("text", 'g', "'g'");
        await EverywhereAsync("boolean", true, "true");
        await EverywhereAsync("uuid", Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'");
        await EverywhereAsync("bytea", new byte[] { 0, 255 }, @"'\x00ff'");
        await EverywhereAsync("bytea", (ReadOnlyMemory<byte>)new byte[] { 0, 255 }, @"'\x00ff'");
        await EverywhereAsync("size", Size.VeryLarge, "'very_large'");
        await EverywhereAsync("text", Size.VeryLarge, "'VeryLarge'");
        await EverywhereAsync("size", "very_large", "'very_large'");
    }

    [Table("t")]
    private sealed record Sized([property: Key] Size Size, int V);

    [Fact]
    public async Task A_domain_over_an_enum_may_be_a_key()
    {
        await using var session = await SessionAsync<Sized>("""
            create type size as enum ('small', 'very_large'); create domain good_size as size; create table t (size good_size primary key, v int)
            """);
        Assert.Equal(new(2, 0, 0), await WriteAsync(session, new Sized(Size.Small, 1), new Sized(Size.VeryLarge, 1)));
        Assert.Equal(new(0, 1, 1), await WriteAsync(session, new Sized(Size.Small, 1), new Sized(Size.VeryLarge, 2)));
        await IsTheSameAgainAsync(session, [new Sized(Size.VeryLarge, 2)]);
    }

    [Fact]
    public async Task Documents()
    {
        using var document = JsonDocument.Parse("""{"a":1}""");
        await EverywhereAsync("jsonb", new Json("""{"a":1}"""u8.ToArray()), """'{"a":1}'""");
        await EverywhereAsync("jsonb", """{"a":1}""", """'{"a":1}'""");
        await EverywhereAsync("json", Text.Of("""{"a":1}"""), """'{"a":1}'""");
        await EverywhereAsync("jsonb", document.RootElement, """'{"a":1}'""");
        await EverywhereAsync("json", document, """'{"a":1}'""");
        await EverywhereAsync<JsonNode>("jsonb", new JsonObject { ["a"] = 1 }, """'{"a":1}'""");
    }

    [Fact]
    public async Task Texts_that_the_server_casts()
    {
        await SqlAsync("create type span as (a int, b text)");
        await EverywhereAsync("inet", "10.0.0.1", "'10.0.0.1'");
        await EverywhereAsync("uuid", "6BA7B810-9dad-11d1-80b4-00c04fd430c8", "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'");
        await EverywhereAsync("timestamptz", "2013-07-11T12:00:00+02:00", "'2013-07-11 10:00:00+00'");
        await EverywhereAsync("numeric(5,2)", "12.345", "12.345");
        await EverywhereAsync("interval", Text.Of("90 minutes"), "'01:30:00'");
        await EverywhereAsync("int4range", "[1,4]", "'[1,5)'");
        await EverywhereAsync("span", "(1,x)", "'(1,x)'");
        await EverywhereAsync("bit(3)", "101", "'101'");
        await EverywhereAsync("xml", "<a/>", "'<a/>'");
        await EverywhereAsync("point", "1,2", "'1,2'");
        await EverywhereAsync("timetz", "12:00:00+02", "'12:00:00+02'");
        await EverywhereAsync("money", "12.50", "'12.50'");
    }

    [Fact]
    public async Task A_domain_may_stand_anywhere_and_its_check_rejects_the_row()
    {
        await SqlAsync("""
            create domain mark as text check (value <> 'bad'); create domain strict_mark as mark not null;
            create domain marks as mark[] check (cardinality(value) < 3); create domain rows_of_marks as marks[]
            """);
        Assert.Equal("{a,NULL}", await StoredAsync("mark[]", new[] { "a", null }));
        Assert.Equal("{a}", await StoredAsync("strict_mark[]", new[] { "a" }));
        Assert.Equal("{a,b}", await StoredAsync("marks", new[] { "a", "b" }));
        Assert.Equal("{\"{a,b}\",\"{c}\"}", await StoredAsync("rows_of_marks", new[] { new[] { "a", "b" }, ["c"] }));

        Assert.Equal("23514", await RefusedByServerAsync("mark[]", new[] { "a", "bad" }));
        Assert.Equal("23502", await RefusedByServerAsync("strict_mark[]", new[] { "a", null }));
        Assert.Equal("23514", await RefusedByServerAsync("marks", new[] { "a", "b", "c" }));
        Assert.Equal("23514", await RefusedByServerAsync("rows_of_marks", new[] { new[] { "bad" } }));
    }
}
