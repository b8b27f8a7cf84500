namespace Dataflux.IntegrationTests.Checking;

/// <summary>The mistakes that only the table or an item brings to light, explained word for word.</summary>
public sealed class MistakeTests(PostgreSqlFixture server)
{
    private const string Script = """
        record Row(long Id, string Name, int Width);

        [Table("picture")]
        record Picture([property: Key] long Id, string? Name, int Width);

        Row? parseItem(Item item) => new(item.Int64("id"), item.String("name"), item.Int32("width"));

        Picture? transform(IReadOnlyList<Row> rows) => rows[0].Width > 0
            ? new(rows[0].Id, rows[0].Name == "none" ? null : rows[0].Name, rows[0].Width)
            : throw new InvalidOperationException("a picture has a width");
        """;

    private const string Item = """{"id":{"N":"1"},"name":{"S":"a"},"width":{"N":"9"}}""";

    [Theory]
    [InlineData("create table pictures (id bigint primary key, name text, width int)", """
        Picture: table "picture" does not exist; did you mean "pictures"? Create it (onStart may), or name the right one with [Table]
        """)]
    [InlineData("create table picture (id bigint primary key, nam text, width int)", """
        Picture.Name: table "picture" has no column "name"; did you mean [Column("nam")]? Add the column, or mark the property [NotMapped]
        """)]
    [InlineData("create table picture (id bigint, name text, width int)", """
        no unique index is on exactly ("id"), the [Key] of Picture; run: create unique index on "public"."picture" ("id")
        """)]
    [InlineData("create table picture (id bigint primary key, name text, width int, taken_at timestamptz not null)", """
        Picture: column "taken_at" (timestamp with time zone) is not null and has no default, but no property fills it; add a property, or give the column a default
        """)]
    [InlineData("create table picture (id bigint primary key, name text, width text)", """
        Picture.Width is Int32, which cannot go into column "width" (text); use char, Json, string, Text
        """)]
    public async Task A_table_that_does_not_fit_is_explained(string table, string expected)
    {
        using var workspace = await MistakeWorkspace.CreateAsync(server, table);

        var (code, error) = await workspace.MigrateAsync(Script, Item);

        Assert.Equal(4, code);
        Assert.Equal(Refused(expected), error);
    }

    [Fact]
    public async Task What_is_wrong_with_an_item_is_in_its_reject()
    {
        using var workspace = await MistakeWorkspace.CreateAsync(
            server, "create table picture (id bigint primary key, name varchar(10) not null, width smallint)");

        var (code, _) = await workspace.MigrateAsync(
            Script,
            Item,
            """{"id":{"N":"2"},"nam":{"S":"b"},"width":{"N":"9"}}""",
            """{"id":{"N":"3"},"name":{"N":"7"},"width":{"N":"9"}}""",
            """{"id":{"N":"4"},"name":{"S":"d"},"width":{"N":"3000000000"}}""",
            """{"id":{"N":"5"},"name":{"S":"e"},"width":{"N":"40000"}}""",
            """{"id":{"N":"6"},"name":{"S":"none"},"width":{"N":"9"}}""",
            """{"id":{"N":"7"},"name":{"S":"longer than ten"},"width":{"N":"9"}}""",
            """{"id":{"N":"8"},"name":{"S":"h"},"width":{"N":"0"}}""");

        Assert.Equal(1, code);
        Assert.Equal(
            [
                "2 parseItem: pictures.csx(6,30): AttributeException: name: attribute is missing; expected S; did you mean 'nam'? The "
                + "item has \"id, nam, width\"",
                "3 parseItem: pictures.csx(6,30): AttributeException: name: expected S, found N 7",
                "4 parseItem: pictures.csx(6,30): AttributeException: width: 3000000000 does not fit a 32-bit integer; ask for Int64, "
                + "Decimal or Number",
                """5 upsert: Picture.Width (column "width" of table "picture") is 40000; smallint holds -32768 to 32767""",
                """6 upsert: null value in column "name" of relation "picture" violates not-null constraint (SQLSTATE 23502, table picture, column name). """
                    + "Give the record a value in the profile, leave it out there, or allow null in the column.",
                "7 upsert: value too long for type character varying(10) (SQLSTATE 22001). Shorten the text in the profile, or widen the "
                + "column.",
                "8 transform: pictures.csx(8,48): InvalidOperationException: a picture has a width",
            ],
            workspace.Rejects());
    }

    [Fact]
    public async Task Two_records_of_one_key_in_a_statement_of_the_profile_are_written_one_after_the_other()
    {
        using var workspace = await MistakeWorkspace.CreateAsync(
            server, "create table picture (id bigint primary key, name text, width int)");

        var (code, _) = await workspace.MigrateAsync(
            Script + """

            Task<int> upsert(ISqlTarget target, IReadOnlyList<Picture> batch) => target.Execute(
                "insert into picture (id, width) select * from unnest($1, $2) on conflict (id) do update set width = excluded.width",
                batch.Select(picture => picture.Id).ToArray(), batch.Select(picture => picture.Width).ToArray());
            """,
            Item,
            """{"id":{"N":"1"},"name":{"S":"b"},"width":{"N":"8"}}""");

        Assert.Equal(0, code);
        Assert.Equal("1 8", await workspace.SqlAsync("select id || ' ' || width from picture"));
    }

    private static string Refused(string finding) =>
        $"ERROR [pictures] the profile's records do not fit the tables of the target (1 finding):\n  {finding}\n";
}
