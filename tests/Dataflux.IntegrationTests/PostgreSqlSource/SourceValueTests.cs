using Npgsql;

namespace Dataflux.IntegrationTests.PostgreSqlSource;

/// <summary>Every type of PostgreSQL becomes a type of DynamoDB without loss, or the row is refused and says which column it is.</summary>
public sealed class SourceValueTests(PostgreSqlFixture server)
{
    // The value in SQL; what the item has.
    private static readonly (string Sql, string Expected)[] Values =
    [
        ("1::smallint", "N:1"), ("'-2147483648'::integer", "N:-2147483648"), ("9223372036854775807::bigint", "N:9223372036854775807"),
        ("4294967295::oid", "N:4294967295"), ("'-12.30'::money", "N:-12.30"),
        ("0::numeric", "N:0"), ("0.00::numeric(10,2)", "N:0.00"), ("-12.50::numeric", "N:-12.50"), ("10000::numeric", "N:10000"),
        ("100000000.0001::numeric", "N:100000000.0001"), ("0.00001234::numeric", "N:0.00001234"),
        ("1e30::numeric", $"N:1{new string('0', 30)}"),
        ("12345678901234567890123456789012345678::numeric", "N:12345678901234567890123456789012345678"),
        ("1234567890123456789.0123456789012345678::numeric", "N:1234567890123456789.0123456789012345678"),
        ("0.1::real", "N:0.1"), ("1e20::double precision", "N:1E+20"), ("-0.3::double precision", "N:-0.3"),
        ("true", "BOOL:true"), ("false", "BOOL:false"), ("null::integer", "NULL:true"),
        ("'\\x00ff7f'::bytea", "B:AP9/"), ("''::bytea", "B:"),
        ("E'a\"b\\\\c\\n\\u0001é\\U0001F600'::text", "S:a\\\"b\\\\c\\n\\u0001é😀"), ("''::text", "S:"), ("'ab'::char(4)", "S:ab  "),
        ("'b1c5e1d4-0000-4000-8000-00000000000a'::uuid", "S:b1c5e1d4-0000-4000-8000-00000000000a"),
        ("date '2024-02-29'", "S:2024-02-29"), ("date '0001-01-01'", "S:0001-01-01"), ("date '10000-12-31'", "S:+10000-12-31"),
        ("date '0001-12-31 BC'", "S:0000-12-31"), ("date '4713-01-01 BC'", "S:-4712-01-01"), ("date 'infinity'", "S:infinity"),
        ("time '24:00'", "S:24:00:00"), ("time '03:04:05.000600'", "S:03:04:05.0006"), ("timetz '03:04:05-09:30'", "S:03:04:05-09:30"),
        ("timestamp '1999-12-31 23:59:59.999999'", "S:1999-12-31T23:59:59.999999"), ("timestamp '-infinity'", "S:-infinity"),
        ("timestamptz '2024-03-31 02:30:00+02:00'", "S:2024-03-31T00:30:00Z"),
        ("timestamptz '1969-12-31 23:59:59.5Z'", "S:1969-12-31T23:59:59.5Z"),
        ("interval '1 year 2 mons 3 days 04:05:06.7'", "S:P1Y2M3DT4H5M6.7S"), ("interval '0'", "S:PT0S"),
        ("interval '-0.5 s'", "S:PT-0.5S"),
        ("interval '-1 mon 2 days -3 hours'", "S:P-1M2DT-3H"), ("interval '1 day'", "S:P1D"),
        ("'happy'::mood", "S:happy"), ("'a@b.c'::email", "S:a@b.c"), ("'[1,10)'::int4range", "S:[1,10)"),
        ("'192.168.0.1/24'::inet", "S:192.168.0.1/24"),
        ("B'101'::bit(3)", "S:101"), ("'(1,2)'::point", "S:(1,2)"), ("'<a/>'::xml", "S:<a/>"), ("'fat cat'::tsvector", "S:'cat' 'fat'"),
        ("row(1, 'x')::pair", """M:{"n":{"N":"1"},"t":{"S":"x"}}"""),
        ("array[row(1, 'x')::pair]", """L:[{"M":{"n":{"N":"1"},"t":{"S":"x"}}}]"""),
        ("array[1, null, 3]", """L:[{"N":"1"},{"NULL":true},{"N":"3"}]"""), ("'{}'::text[]", "L:[]"),
        ("array[[1, 2], [3, 4]]", """L:[{"L":[{"N":"1"},{"N":"2"}]},{"L":[{"N":"3"},{"N":"4"}]}]"""),
        ("array['happy'::mood]", """L:[{"S":"happy"}]"""), ("array['a@b.c'::email]", """L:[{"S":"a@b.c"}]"""),
        ("array['10.0.0.1'::inet, null]", """L:[{"S":"10.0.0.1/32"},{"NULL":true}]"""), ("array[1.5::money]", """L:[{"N":"1.50"}]"""),
        (
            """'{"a": [1, 2.50, null, true, "x\u00e9\n"], "b": {}}'::json""",
            """M:{"a":{"L":[{"N":"1"},{"N":"2.50"},{"NULL":true},{"BOOL":true},{"S":"x\u00e9\n"}]},"b":{"M":{}}}"""),
        ("""'{"b": "é", "a": 12345678901234567890.123}'::jsonb""", """M:{"a":{"N":"12345678901234567890.123"},"b":{"S":"é"}}"""),
        ("'null'::jsonb", "NULL:true"), ("'\"x\"'::json", "S:x"), ("'7'::jsonb", "N:7"),
    ];

    [Fact]
    public async Task Every_value_is_what_DynamoDB_has_for_it()
    {
        var connection = await server.CreateDatabaseAsync();
        var columns = string.Concat(Values.Select(static (value, i) => $", {value.Sql} as v{i}"));
        await using (var database = NpgsqlDataSource.Create(connection))
        {
            await using var command = database.CreateCommand(
                $"""
                create type mood as enum ('sad', 'happy'); create domain email as text check (value like '%@%');
                create type pair as (n integer, t text);
                create table "All values" as select 1 as "the ""key" {columns};
                """);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using var source = SourceReading.Of(
            connection, options: [("table", "\"All values\""), ("key", "the \"key"), ("tableAttribute", "of")]);
        var export = await source.OpenAsync(TestContext.Current.CancellationToken);

        var line = Assert.Single(await source.LinesAsync(Assert.Single(export.Parts)));

        var expected = Values.Select(static (value, i) => $"\"v{i}\":{Typed(value.Expected)}");
        Assert.Equal($$"""{"of":{"S":"All values"},"the \"key":{"N":"1"},{{string.Join(',', expected)}}}""", line);
        Assert.Equal(1, export.ItemCount);
    }

    [Fact]
    public async Task A_row_that_no_item_can_be_is_refused_with_its_column_and_others_are_not()
    {
        var connection = await server.CreateDatabaseAsync();
        await using var source = SourceReading.Of(
            connection,
            options:
            [
                (
                    "query",
                    """
                    select * from (values (1, 1.5, '1'::json), (2, 'NaN'::numeric, '2'), (3, 123456789012345678901234567890123456789, '3'),
                      (4, 'Infinity', '4'), (5, 1e-131, '5'), (6, 6, '{"a": 1, "a": 2}'), (7, 7, '[1e400]'), (8, 8, '8')) as v (id, n, d);
                    """),
                ("key", "id"),
            ]);
        var export = await source.OpenAsync(TestContext.Current.CancellationToken);

        var lines = await source.LinesAsync(export.Parts[0]);

        Assert.Collection(
            lines,
            static line => Assert.Equal("""{"id":{"N":"1"},"n":{"N":"1.5"},"d":{"N":"1"}}""", line),
            static line => Assert.Equal("refused: n: NaN is not a number", line),
            static line => Assert.Equal("refused: n: 123456789012345678901234567890123456789 has more than 38 significant digits", line),
            static line => Assert.Equal("refused: n: Infinity is not a number", line),
            static line => Assert.Contains("outside DynamoDB's range", line),
            static line => Assert.Contains("\"a\"", line),
            static line => Assert.Equal("refused: d: 1e400 is outside DynamoDB's range of 1E-130 to 9.99E+125", line),
            static line => Assert.Equal("""{"id":{"N":"8"},"n":{"N":"8"},"d":{"N":"8"}}""", line));
    }

    private static string Typed(string expected)
    {
        var (type, value) = (expected[..expected.IndexOf(':')], expected[(expected.IndexOf(':') + 1)..]);
        return type is "N" or "S" or "B" ? $$"""{"{{type}}":"{{value}}"}""" : $$"""{"{{type}}":{{value}}}""";
    }
}
