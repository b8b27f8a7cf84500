namespace Dataflux.IntegrationTests.PostgreSqlSource;

/// <summary>A table with a column of each type that docs/postgresql-source.md names, and what its values are by the server alone.</summary>
internal static class EveryType
{
    internal const string Table = "legacy.\"Every Type\"";

    /// <summary>The table, with a row of values, a row of extremes, and one that is null where it may be.</summary>
    internal const string Make = """
        create extension hstore; create extension citext; create schema legacy;
        create type mood as enum ('sad', 'happy'); create domain email as text check (value like '%@%');
        create domain price as numeric(10, 2) not null; create type pair as (n integer, t text);
        create table legacy."Every Type" (
          id bigint primary key, small smallint not null, int integer, big bigint, o oid, num numeric, num10 numeric(10, 2), m money, r real,
          d double precision, t text, v varchar(20), c char(4), n name, ci citext, mo mood, u uuid, da date, ti time, tz timetz, ts timestamp,
          tstz timestamptz, iv interval, b boolean, by bytea, j json, jb jsonb not null, ia integer[], ta text[], co pair, cos pair[], hs hstore,
          em email, p price, ra int4range, ip inet, bi bit(3), x xml, pt point, tsv tsvector, "camelCase" text, "select" integer, "a-b" text);
        insert into legacy."Every Type" values
          (1, 1, 2, 3, 4294967295, 12345678901234567890123456789012345678, -12.50, '-12.30', 0.1, 1e20, E'a"b\\c\né😀', 'v', 'ab', 'nm', 'CI',
           'happy', 'b1c5e1d4-0000-4000-8000-00000000000a', '2024-02-29', '24:00', '03:04:05-09:30', '1999-12-31 23:59:59.999999',
           '2024-03-31 02:30:00.5+02:00', '1 year 2 mons 3 days 04:05:06.7', true, '\x00ff7f', '{"a": [1, 2.50, null, true], "b": {}}',
           '{"b": "é", "a": 12345678901234567890.123}', '{1,null,3}', '{{x,y},{z,null}}', row(1, 'x'), array[row(2, 'y')::pair], 'a=>1, b=>null',
           'a@b.c', 9.99, '[1,10)', '192.168.0.1/24', B'101', '<a/>', '(1,2)', 'fat cat', 'cc', 5, 'a-b'),
          (2, -32768, -2147483648, 9223372036854775807, 0, 0.00001234, 99999999.99, '92233720368547758.07', 3.4e38, 5e-100, 'x', '', '', '', '',
           'sad', '00000000-0000-0000-0000-000000000000', '0001-01-01', '00:00', '23:59:59.5+05:45', '0001-01-01', '1969-12-31 23:59:59.999999Z',
           '-1 mon 2 days -3 hours', false, 'a', '"text"', '[[]]', '{}', '{""}', row(null, ''), '{}', '', 'b@c', 0, 'empty', '::1', B'000',
           'x', '(-0.5,1e20)', 'a', '', -5, '#'),
          (3, 3, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
           null, null, 'true', null, null, null, null, null, null, 1, null, null, null, null, null, null, null, null, null);
        """;

    /// <summary>How a column is compared: the value as it was, and as it is in a table of PostgreSQL.</summary>
    internal static IReadOnlyList<(string Column, string Was, string Is)> Compared { get; } =
    [
        .. Same("id", "small", "int", "big", "num", "num10", "d", "t", "v", "u", "da", "ti", "ts", "tstz", "b", "by", "p", "camelCase"),
        .. Same("select"),
        ("o", "s.o::bigint", "t.o"), ("m", "s.m::numeric", "t.m"), ("r", "s.r::text::double precision", "t.r"),
        ("c", "rpad(s.c::text, 4)", "t.c"), ("iv", "s.iv::text", "t.iv::text"), ("jb", "s.jb", "t.jb"), ("j", "s.j::jsonb", "t.j"),
        ("a-b", "s.\"a-b\"", "t.a_b"),
        .. AsText("n", "ci", "mo", "tz", "em", "ra", "ip", "bi", "x", "pt", "tsv"),
        .. AsDocument("ia", "ta", "co", "cos", "hs"),
    ];

    /// <summary>
    /// What a column's values are as DynamoDB JSON, for SQL: an object with the type. Documents are JSON, with <c>json</c> for a type.
    /// </summary>
    internal static string Attribute(string column)
    {
        var value = $"s.\"{column}\"";
        return column switch
        {
            "m" => $"jsonb_build_object('N', trim_scale({value}::numeric)::text)",
            "r" => $"jsonb_build_object('N', trim_scale({value}::text::numeric)::text)",
            "id" or "small" or "int" or "big" or "o" or "num" or "num10" or "d" or "p" or "select" =>
                $"jsonb_build_object('N', trim_scale({value}::text::numeric)::text)",
            "b" => $"jsonb_build_object('BOOL', {value})",
            "by" => $"jsonb_build_object('B', encode({value}, 'base64'))",
            "c" => $"jsonb_build_object('S', rpad({value}::text, 4))",
            "ts" => $"jsonb_build_object('S', regexp_replace(to_char({value}, 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '\\.?0*$', ''))",
            "tstz" => $"jsonb_build_object('S', to_char({value} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '0Z')",
            "j" or "jb" or "ia" or "ta" or "co" or "cos" or "hs" => $"jsonb_build_object('json', to_jsonb({value}))",
            _ => $"jsonb_build_object('S', {value}::text)",
        };
    }

    private static IEnumerable<(string Column, string Was, string Is)> Same(params string[] columns) =>
        columns.Select(static column => (column, $"s.\"{column}\"", $"t.\"{column}\""));

    private static IEnumerable<(string Column, string Was, string Is)> AsText(params string[] columns) =>
        columns.Select(static column => (column, $"s.{column}::text", $"t.{column}"));

    private static IEnumerable<(string Column, string Was, string Is)> AsDocument(params string[] columns) =>
        columns.Select(static column => (column, $"to_jsonb(s.{column})", $"t.{column}"));
}
