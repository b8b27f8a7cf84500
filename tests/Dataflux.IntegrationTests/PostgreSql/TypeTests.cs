using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dataflux.Dialects.Sql;
using Dataflux.Profiles;

namespace Dataflux.IntegrationTests.PostgreSql;

/// <summary>Each C# type into each column type it fits; the server's own text says what arrived.</summary>
public sealed class TypeTests(PostgreSqlFixture server) : StoredTests(server)
{
    public enum Colour
    {
        Red,
        DarkBlue,
    }

    private async Task<RowValueException> RefusedAsync<T>(string type, T value)
    {
        await using var session = await SessionAsync<One<T>>($"create table t (id int primary key, v {type})");
        var thrown = await Assert.ThrowsAsync<RowValueException>(() => WriteAsync(session, new One<T>(1, value)));
        Assert.Equal("v", thrown.Column);
        Assert.Equal(Engine.Ground.FailureKind.Row, Target.Classify(thrown).Kind);
        Assert.Equal(new(1, 0, 0), await WriteAsync(session, new One<T?>(2, default)));
        await SqlAsync("drop table t");
        return thrown;
    }

    [Fact]
    public async Task Plain_types_arrive()
    {
        Assert.Equal("true", await StoredAsync("boolean", true));
        Assert.Equal("-32768", await StoredAsync("smallint", short.MinValue));
        Assert.Equal("2147483647", await StoredAsync("integer", int.MaxValue));
        Assert.Equal("-9223372036854775808", await StoredAsync("bigint", long.MinValue));
        Assert.Equal("1.5", await StoredAsync("real", 1.5f));
        Assert.Equal("0.1", await StoredAsync("double precision", 0.1));
        Assert.Equal("NaN", await StoredAsync("double precision", double.NaN));
        Assert.Equal("grün 🌱", await StoredAsync("text", "grün 🌱"));
        Assert.Equal("", await StoredAsync("varchar(5)", ""));
        Assert.Equal("grün 🌱", await StoredAsync("text", Text.Of("grün 🌱")));
        Assert.Equal("", await StoredAsync<Text>("varchar(5)", default));
        Assert.Equal("<null>", await StoredAsync<Text?>("text", null));
        Assert.Equal("""{"a": 1}""", await StoredAsync("jsonb", Text.Of("""{"a":1}""")));
        Assert.Equal("{a,b}", await StoredAsync<Text[]>("text[]", [Text.Of("a"), Text.Of("b")]));
        Assert.Equal("6ba7b810-9dad-11d1-80b4-00c04fd430c8", await StoredAsync("uuid", Text.Of("6BA7B810-9dad-11d1-80b4-00c04fd430c8")));
        Assert.Equal("ab   ", (await StoredAsync("char(5)", "ab")).PadRight(5));
        Assert.Equal(@"\x00ff", await StoredAsync("bytea", new byte[] { 0, 255 }));
        Assert.Equal(@"\x", await StoredAsync("bytea", ReadOnlyMemory<byte>.Empty));
        Assert.Equal("6ba7b810-9dad-11d1-80b4-00c04fd430c8", await StoredAsync("uuid", Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8")));
    }

    [Fact]
    public async Task Narrower_types_go_into_wider_columns_and_values_that_fit_into_narrower_ones()
    {
        Assert.Equal("7", await StoredAsync("bigint", (short)7));
        Assert.Equal("7", await StoredAsync("smallint", 7L));
        Assert.Equal("7", await StoredAsync("integer", 7m));
        Assert.Equal("-7", await StoredAsync("bigint", new BigInteger(-7)));
        Assert.Equal("7", await StoredAsync("bigint", Number.Parse("7")));
        Assert.Equal("18446744073709551615", await StoredAsync("numeric", ulong.MaxValue));
        Assert.Equal("7", await StoredAsync("double precision", 7));
        Assert.Equal("0.25", await StoredAsync("double precision", 0.25f));
        Assert.Equal("1e-45", await StoredAsync("real", (double)float.Epsilon));
        Assert.Equal("0", await StoredAsync("real", 0.0));
        Assert.Equal("3.4028235e+38", await StoredAsync("real", (double)float.MaxValue));
        Assert.Equal("1e-130", await StoredAsync("double precision", Number.Parse("0." + new string('0', 129) + "1")));
    }

    [Fact]
    public async Task Numeric_keeps_every_digit()
    {
        var digits38 = "12345678901234567890123456789012345678";
        var least = "0." + new string('0', 129) + "1";
        var most = "999" + new string('0', 123);
        Assert.Equal(digits38, await StoredAsync("numeric", Number.Parse(digits38)));
        Assert.Equal(
            "-" + digits38[..20] + "." + digits38[20..],
            await StoredAsync("numeric", Number.Parse("-" + digits38[..20] + "." + digits38[20..])));
        Assert.Equal(least, await StoredAsync("numeric", Number.Parse(least)));
        Assert.Equal(most, await StoredAsync("numeric", Number.Parse(most)));
        Assert.Equal("0", await StoredAsync("numeric", default(Number)));
        Assert.Equal("10000", await StoredAsync("numeric", 10000L));
        Assert.Equal("100010000.0001", await StoredAsync("numeric", 100010000.0001m));
        Assert.Equal("1.50", await StoredAsync("numeric", 1.50m));
        Assert.Equal("-79228162514264337593543950335", await StoredAsync("numeric", decimal.MinValue));
        Assert.Equal("170141183460469231731687303715884105728", await StoredAsync("numeric", BigInteger.Pow(2, 127)));
        Assert.Equal("0.00000015", await StoredAsync("numeric", 1.5E-07));
        Assert.Equal("1230000000000000000000", await StoredAsync("numeric", 1.23E21));
        Assert.Equal("-Infinity", await StoredAsync("numeric", double.NegativeInfinity));
        Assert.Equal("0.1", await StoredAsync("numeric", 0.1f));
        Assert.Equal("1.24", await StoredAsync("numeric(6,2)", 1.235m));
    }

    [Fact]
    public async Task Seeded_numbers_arrive_exactly()
    {
        var session = await SessionAsync<One<Number>>("create table t (id int primary key, v numeric)");
        var random = new Random(23768213);
        var numbers = new One<Number>[3000];
        for (var i = 0; i < numbers.Length; i++)
        {
            var whole = string.Concat(Enumerable.Range(0, random.Next(0, 12)).Select(_ => random.Next(3) == 0 ? random.Next(10) : 0))
                .TrimStart('0');
            var fraction = string.Concat(Enumerable.Range(0, random.Next(0, 12)).Select(_ => random.Next(3) == 0 ? random.Next(10) : 0))
                .TrimEnd('0');
            var text = (whole.Length == 0 ? "0" : whole) + (fraction.Length == 0 ? "" : "." + fraction);
            numbers[i] = new(i, Number.Parse(text != "0" && random.Next(2) == 0 ? "-" + text : text));
        }

        await WriteAsync(session, numbers);
        Assert.Equal(numbers.Select(n => n.V.Text), await RowsAsync("select v::text from t order by id"));
    }

    [Fact]
    public async Task Dates_and_times_arrive()
    {
        Assert.Equal("0001-01-01 00:00:00+00", await StoredAsync("timestamptz", DateTimeOffset.MinValue));
        Assert.Equal("9999-12-31 23:59:59.999999+00", await StoredAsync("timestamptz", DateTimeOffset.MaxValue));
        Assert.Equal(
            "2013-07-11 10:00:00.000001+00",
            await StoredAsync("timestamptz", new DateTimeOffset(2013, 7, 11, 12, 0, 0, 0, 1, TimeSpan.FromHours(2))));
        Assert.Equal(
            "1999-12-31 23:59:59.123456+00",
            await StoredAsync("timestamptz", new DateTime(1999, 12, 31, 23, 59, 59, 123, 456, DateTimeKind.Utc).AddTicks(7)));
        Assert.Equal("2013-07-11 12:00:00", await StoredAsync("timestamp", new DateTime(2013, 7, 11, 12, 0, 0)));
        Assert.Equal("0001-01-01", await StoredAsync("date", DateOnly.MinValue));
        Assert.Equal("9999-12-31", await StoredAsync("date", DateOnly.MaxValue));
        Assert.Equal("23:59:59.999999", await StoredAsync("time", TimeOnly.MaxValue));
        Assert.Equal("1 day 02:03:04.5", await StoredAsync("interval", new TimeSpan(1, 2, 3, 4, 500)));
        Assert.Equal("-1 days -00:00:01", await StoredAsync("interval", -new TimeSpan(1, 0, 0, 1)));
    }

    [Fact]
    public async Task Documents_arrive_whatever_holds_them()
    {
        using var document = JsonDocument.Parse("""{"b":[1,null],"a":"ü"}""");
        Assert.Equal("""{"a": "ü", "b": [1, null]}""", await StoredAsync("jsonb", new Json("""{"b":[1,null],"a":"ü"}"""u8.ToArray())));
        Assert.Equal("""{"a": "ü", "b": [1, null]}""", await StoredAsync("jsonb", document.RootElement));
        Assert.Equal("""{"b":[1,null],"a":"ü"}""", await StoredAsync("json", document));
        Assert.Equal("""{"a": 1}""", await StoredAsync("jsonb", new JsonObject { ["a"] = 1 }));
        Assert.Equal("""[1]""", await StoredAsync<JsonNode>("jsonb", new JsonArray(1)));
        Assert.Equal("""{"a" : 1.0}""", await StoredAsync("json", """{"a" : 1.0}"""));
        Assert.Equal("null", await StoredAsync("jsonb", default(Json)));
        Assert.Equal("<null>", await StoredAsync<Json?>("jsonb", null));
        Assert.Equal("<null>", await StoredAsync("jsonb", default(JsonElement)));
        Assert.Equal("""{"a": "\\u0000"}""", await StoredAsync("jsonb", """{"a":"\\u0000"}"""));
        Assert.Equal("""{"a":"\u0000"}""", await StoredAsync("json", """{"a":"\u0000"}"""));
    }

    [Fact]
    public async Task Collections_become_arrays()
    {
        Assert.Equal("{}", await StoredAsync("text[]", Array.Empty<string>()));
        Assert.Equal("{a,NULL,\"\"}", await StoredAsync("text[]", new string?[] { "a", null, "" }));
        Assert.Equal("{1,NULL,3}", await StoredAsync("integer[]", new List<long?> { 1, null, 3 }));
        Assert.Equal("{1.5,2}", await StoredAsync<IReadOnlyList<Number>>("numeric[]", [Number.Parse("1.5"), Number.Parse("2")]));
        Assert.Equal("{t,f}", await StoredAsync("boolean[]", ImmutableArray.Create(true, false)));
        Assert.Equal("<null>", await StoredAsync("boolean[]", default(ImmutableArray<bool>)));
        Assert.Equal("{x}", await StoredAsync("varchar(3)[]", new HashSet<string> { "x" }));
        Assert.Equal("{\"\\\\x01\",\"\\\\x\"}", await StoredAsync("bytea[]", new[] { new byte[] { 1 }, [] }));
        Assert.Equal("{\"{\\\"a\\\": 1}\"}", await StoredAsync("jsonb[]", new[] { new Json("""{"a":1}"""u8.ToArray()) }));
        Assert.Equal(
            "{\"2013-07-11 00:00:00+00\"}",
            await StoredAsync("timestamptz[]", new[] { new DateTimeOffset(2013, 7, 11, 0, 0, 0, TimeSpan.Zero) }));
        Assert.Equal("<null>", await StoredAsync<string[]?>("text[]", null));
    }

    [Fact]
    public async Task Nulls_of_every_kind_are_null()
    {
        Assert.Equal("<null>", await StoredAsync<int?>("integer", null));
        Assert.Equal("<null>", await StoredAsync<string?>("text", null));
        Assert.Equal("<null>", await StoredAsync<string?>("inet", null));
        Assert.Equal("<null>", await StoredAsync<Number?>("numeric", null));
        Assert.Equal("<null>", await StoredAsync<byte[]?>("bytea", null));
        Assert.Equal("<null>", await StoredAsync<JsonNode?>("jsonb", null));
        Assert.Equal("<null>", await StoredAsync<DateTime?>("timestamptz", null));
        Assert.Equal("<null>", await StoredAsync<Colour?>("text", null));
    }

    [Fact]
    public async Task Enums_are_labels_or_numbers()
    {
        await SqlAsync("create type colour as enum ('red', 'dark_blue')");
        Assert.Equal("dark_blue", await StoredAsync("colour", Colour.DarkBlue));
        Assert.Equal("{red}", await StoredAsync("colour[]", new[] { Colour.Red }));
        Assert.Equal("red", await StoredAsync("colour", "red"));
        Assert.Equal("DarkBlue", await StoredAsync("text", Colour.DarkBlue));
        Assert.Equal("1", await StoredAsync("smallint", Colour.DarkBlue));
        var thrown = await RefusedAsync<Colour?>("colour", (Colour)9);
        Assert.Equal("One`1.V (column \"v\" of table \"t\") is 9 of the enum Colour, for which the column has no label", thrown.Message);
    }

    [Fact]
    public async Task A_string_goes_into_any_column_by_a_cast()
    {
        await SqlAsync(
            "create type span as (a int, b text); create domain email as varchar(20) check (value like '%@%'); create collation loose "
            + "(provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        Assert.Equal("10.0.0.1/32", await StoredAsync("inet", "10.0.0.1"));
        Assert.Equal("(1,2)", await StoredAsync("point", "1,2"));
        Assert.Equal("[1,5)", await StoredAsync("int4range", "[1,4]"));
        Assert.Equal("<a/>", await StoredAsync("xml", "<a/>"));
        Assert.Equal("01:30:00", await StoredAsync("interval", "90 minutes"));
        Assert.Equal("12.35", await StoredAsync("numeric(5,2)", "12.345"));
        Assert.Equal("(1,x)", await StoredAsync("span", "(1,x)"));
        Assert.Equal("101", await StoredAsync("bit(3)", "101"));
        Assert.Equal("{1,2}", await StoredAsync("int[]", "{1,2}"));
        Assert.Equal("a@b", await StoredAsync("email", "a@b"));
        Assert.Equal("2013-07-11 12:00:00+00", await StoredAsync("timestamptz", "2013-07-11 12:00"));
        Assert.Equal("Abc", await StoredAsync("text collate loose", "Abc"));
    }

    [Fact]
    public async Task A_change_of_case_alone_is_stored_where_the_collation_ignores_case()
    {
        await SqlAsync("create collation loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        var session = await SessionAsync<One<string>>("create table t (id int primary key, v text collate loose)");
        await WriteAsync(session, new One<string>(1, "abc"));
        Assert.Equal(new(0, 1, 0), await WriteAsync(session, new One<string>(1, "ABC")));
        Assert.Equal(["ABC"], await RowsAsync("select v from t"));
    }

    [Fact]
    public async Task A_value_that_does_not_fit_is_a_row_error_naming_property_and_column()
    {
        Assert.Equal(
            "One`1.V (column \"v\" of table \"t\") holds U+0000 at character 2; PostgreSQL text cannot",
            (await RefusedAsync("text", "a\0")).Message);
        Assert.Equal(
            "One`1.V (column \"v\" of table \"t\") holds U+0000 at byte 2; PostgreSQL text cannot",
            (await RefusedAsync("text", Text.Of("a\0"))).Message);
        Assert.Equal(
            "One`1.V (column \"v\" of table \"t\") holds U+0000 at byte 3; PostgreSQL text cannot",
            (await RefusedAsync<Text?>("json", Text.Of("\"a\0\""))).Message);
        Assert.Equal(
            "One`1.V (column \"v\" of table \"t\") holds U+0000 at byte 3; PostgreSQL text cannot",
            (await RefusedAsync<Text?>("jsonb", Text.Of("\"a\0\""))).Message);
        Assert.Equal(
            "One`1.V (column \"v\" of table \"t\") holds the lone surrogate U+D800 at character 3; UTF-8 has no such character",
            (await RefusedAsync("text", "ab\ud800c")).Message);
        Assert.Equal(
            "One`1.V (column \"v\" of table \"t\") is 2147483648; integer holds -2147483648 to 2147483647",
            (await RefusedAsync<long?>("integer", 2147483648)).Message);
        Assert.Equal("22003", (await RefusedAsync<Number?>("bigint", Number.Parse("9223372036854775808"))).Code);
        Assert.Equal("22003", (await RefusedAsync<decimal?>("integer", 1.5m)).Code);
        Assert.Equal("22003", (await RefusedAsync<double?>("real", 1e300)).Code);
        Assert.Equal("22003", (await RefusedAsync<double?>("real", -1e-60)).Code);
        Assert.Equal("22003", (await RefusedAsync<double?>("real", double.Epsilon)).Code);
        Assert.Equal("22003", (await RefusedAsync<BigInteger?>("real", BigInteger.Pow(10, 400))).Code);
        Assert.Equal("22003", (await RefusedAsync<BigInteger?>("double precision", -BigInteger.Pow(10, 400))).Code);
        Assert.Equal("22003", (await RefusedAsync<Number?>("real", Number.Parse("0." + new string('0', 59) + "1"))).Code);
        Assert.Equal("22021", (await RefusedAsync("text[]", new[] { "a", "\0" })).Code);
        Assert.Equal("22021", (await RefusedAsync("inet", "\0")).Code);
        Assert.Equal("22P05", (await RefusedAsync("jsonb", """{"a":"\u0000"}""")).Code);
        Assert.Equal("22P05", (await RefusedAsync<Json?>("jsonb", new Json("""["\\\u0000"]"""u8.ToArray()))).Code);
        Assert.Equal("22P05", (await RefusedAsync<Json?>("jsonb", new Json("""{"a":"\ud83d\ude00\ud83d!"}"""u8.ToArray()))).Code);
        Assert.Contains(
            "holds the lone surrogate \\udc00 at byte 3 of its document",
            (await RefusedAsync<Json?>("jsonb", new Json("""["\udc00"]"""u8.ToArray()))).Message);
        Assert.Contains("kind Utc", (await RefusedAsync<DateTime?>("timestamp", DateTime.UnixEpoch)).Message);
        Assert.Contains("kind Unspecified", (await RefusedAsync<DateTime?>("timestamptz", new DateTime(2020, 1, 1))).Message);
    }

    [Fact]
    public async Task A_text_too_long_for_its_column_is_refused_by_the_server_and_not_cut()
    {
        var session = await SessionAsync<One<string>>("create domain short as varchar(3); create table t (id int primary key, v short)");
        var thrown = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => WriteAsync(session, new One<string>(1, "abcd")));
        Assert.Equal("22001", thrown.SqlState);
        Assert.Empty(await RowsAsync("select * from t"));
    }
}
