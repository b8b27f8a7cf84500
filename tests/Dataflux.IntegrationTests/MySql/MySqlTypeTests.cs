using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Engine.Ground;
using Dataflux.Profiles;

namespace Dataflux.IntegrationTests.MySql;

/// <summary>Values arrive in MySQL's types as they are, or their record is refused.</summary>
public sealed class MySqlTypeTests(MariaDbFixture server)
{
    private enum Colour
    {
        Red,
        DarkBlue,
    }

    [Table("thing")]
    private sealed record Thing(
        [property: Key] Guid Id, Number Exact, DateTimeOffset At, Json? Document = null, byte[]? Bytes = null, bool Flag = false,
        Colour Colour = Colour.Red, TimeSpan? Span = null, DateOnly? Day = null, double Ratio = 0, ulong Big = 0, string? Tight = null,
        IReadOnlyList<string>? Tags = null, bool Bit = false, Guid? Other = null);

    private const string Things = """
        create table thing (id char(36) character set ascii collate ascii_bin primary key, exact decimal(38, 10) not null,
          at datetime(3) not null, document json, bytes blob, flag tinyint(1) not null, colour enum('red', 'dark_blue') not null,
          span time(6), day date, ratio double not null, big bigint unsigned not null, tight varchar(3), tags json, bit bit(1) not null,
          other binary(16))
        """;

    [Fact]
    public async Task Each_type_keeps_its_value_and_a_second_time_nothing_changes()
    {
        await using var bench = await MySqlBench.CreateAsync(await server.CreateDatabaseAsync(), Things);
        var session = await bench.OpenAsync(typeof(Thing));
        var id = Guid.Parse("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9");
        var thing = new Thing(
            id,
            Number.Parse("1234567890123456789012345678.0123456789"),
            new DateTimeOffset(2024, 2, 29, 23, 59, 59, 999, TimeSpan.FromHours(1)).AddTicks(9_999),
            Json.Parse("""{ "z": 1.10, "a": ["\\", "\n", "\u0000"] }"""),
            [0, 9, 10, 13, 26, 39, 92, 255],
            true,
            Colour.DarkBlue,
            -new TimeSpan(30, 1, 2).Add(TimeSpan.FromMicroseconds(3)),
            new DateOnly(2024, 2, 29),
            1.1e-300,
            ulong.MaxValue,
            "\u00fc\U0001F600 ",
            ["a", "b\t"],
            true,
            id);

        var first = await MySqlBench.WriteAsync(session, thing, new Thing(Guid.Empty, Number.Parse("-0.5"), DateTimeOffset.UnixEpoch));
        var again = await MySqlBench.WriteAsync(session, thing);

        Assert.Equal((2, 0), (first.Inserted, again.Inserted + again.Updated));
        Assert.Equal(
            [
                """
                0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9|1234567890123456789012345678.0123456789|2024-02-29 22:59:59.999|{ "z": 1.10, "a": ["\\", "\n", "\u0000"] }|00090A0D1A275CFF|1|dark_blue|-30:01:02.000003|2024-02-29|1.1e-300|18446744073709551615|C3BCF09F988020|["a","b\t"]|1|0A1B2C3D4E5F60718293A4B5C6D7E8F9
                """,
            ],
            await bench.RowsAsync(
                """
                select id, cast(exact as char), cast(at as char), document, hex(bytes), cast(flag as char), colour, cast(span as char),
                  cast(day as char), cast(ratio as char), cast(big as char), hex(tight), tags, cast(bit + 0 as char), hex(other)
                from thing where flag = 1
                """));
    }

    [Fact]
    public async Task What_a_column_would_clip_round_or_change_is_refused_and_the_others_are_written()
    {
        await using var bench = await MySqlBench.CreateAsync(await server.CreateDatabaseAsync(), Things);
        var session = await bench.OpenAsync(typeof(Thing));
        var good = new Thing(Guid.NewGuid(), Number.Parse("1"), DateTimeOffset.UnixEpoch);
        Thing[] bad =
        [
            good with { Exact = Number.Parse("0.00000000001") },          // rounded with a note
            good with { Exact = Number.Parse("12345678901234567890123456789") },
            good with { Tight = "abc   " },                                // blanks cut off with a note
            good with { Tight = "abcd" },
            good with { Tight = "\ud83d" },
            good with { Ratio = double.NaN },
            good with { Document = new Json("{"u8.ToArray()) },
            good with { Other = null, Span = TimeSpan.FromHours(900) },
        ];

        foreach (var isThere in new[] { false, true })
        {
            foreach (var thing in bad)
            {
                var failure = await bench.FailureOfAsync(() => MySqlBench.WriteAsync(session, thing));
                Assert.Equal(FailureKind.Row, failure.Kind);
                Assert.NotEmpty(failure.Message);
            }

            Assert.Equal(isThere ? ["1.0000000000"] : [], await bench.RowsAsync("select cast(exact as char) from thing"));
            await MySqlBench.WriteAsync(session, good);
        }
    }
}
