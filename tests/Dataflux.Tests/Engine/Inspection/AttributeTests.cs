using Dataflux.Engine.Inspection;

namespace Dataflux.Tests.Engine.Inspection;

/// <summary>Types, extremes and forms of attributes are what one sees in the items.</summary>
public class AttributeTests
{
    [Fact]
    public async Task Types_and_shares_are_counted_in_items_maps_and_lists()
    {
        var kind = await Kind(
            """ "id":{"S":"1"},"a":{"N":"1"},"m":{"M":{"x":{"S":"s"},"y":{"NULL":true}}},"l":{"L":[{"S":"e"},{"N":"2"},{"M":{"z":{"BOOL":true}}}]} """,
            """ "id":{"S":"2"},"a":{"S":"1"},"m":{"M":{"x":{"N":"5"}}},"l":{"L":[]} """,
            """ "id":{"S":"3"},"a":{"NULL":true},"m":{"M":{}},"ss":{"SS":["p","q"]} """);

        string[] found = [.. kind.Attributes.Select(
            attribute => $"{attribute.Path} {Inspecting.Types(attribute)} {attribute.Present}/{attribute.Of}")];
        Assert.Equal(
            [
                "id S:3 3/3", "a N:1 NULL:1 "
                    + "S:1 3/3", "m M:3 3/3", "m.x N:1 S:1 2/3", "m.y NULL:1 1/3", "l L:2 2/3", "l[] M:1 N:1 S:1 3/3", "l[].z BOOL:1 1/1",
                "ss SS:1 1/3", "ss[] S:2 2/2",
            ],
            found);
    }

    [Fact]
    public async Task Numbers_have_their_extremes_with_all_digits()
    {
        var kind = await Kind(
            N("-0.000000000000000000000000000000000001"),
            N("12345678901234567890123456789012345678"),
            N("12345678901234567890123456789012345677"),
            N("1.50"),
            N("-3"),
            N("0"));

        var numbers = Inspecting.Attribute(kind, "n").Numbers!;
        Assert.Equal(("-3", "12345678901234567890123456789012345678"), (numbers.Smallest, numbers.Largest));
        Assert.Equal((6, 38, 36), (numbers.Count, numbers.WholeDigits, numbers.FractionDigits));
    }

    // 1,700,000,000 seconds after 1970 is 2023-11-14T22:13:20Z.
    [Fact]
    public async Task Numbers_that_look_like_times_are_counted_by_their_unit()
    {
        var numbers = Inspecting.Attribute(
            await Kind(
                N("1700000000"),
                N("1700000000.5"),
                N("1700000000000"),
                N("1700000000000000"),
                N("946684799"),
                N("946684800"),
                N("4102444799"),
                N("4102444800")), "n").Numbers!;

        Assert.Equal((3, 1, 1), (numbers.EpochSeconds, numbers.EpochMilliseconds, numbers.EpochMicroseconds));
    }

    [Fact]
    public async Task Texts_are_measured_in_characters_and_sorted_by_their_form()
    {
        string[] texts =
        [
            "", "日本語😀", "2024-02-29", "2023-02-29", "2024-05-14T11:14:20.608Z", "2024-05-14 "
                + "11:14:20+02:00", "2024-05-14T11:14:20", "2024-05-14Tnoon",
            "-12.50", "00042", "1e5", "12a", "6BA7B810-9dad-11d1-80b4-00c04fd430c8", """nul\u0000""", """half\ud800""",
            """pair\ud83d\ude00""",
        ];

        var found = Inspecting.Attribute(await Kind([.. texts.Select(text => $$""" "t":{"S":"{{text}}"} """)]), "t").Texts!;

        Assert.Equal((16, 1, 36), (found.Count, found.Empty, found.LongestCharacters));
        Assert.Equal((1, 2, 1), (found.Dates, found.Times, found.LocalTimes));
        Assert.Equal((3, 1), (found.Numbers, found.Uuids));
        Assert.Equal((1, 1), (found.WithNul, found.WithLoneSurrogate));
    }

    [Fact]
    public async Task Longest_text_counts_code_points_as_PostgreSQL_does()
    {
        var found = Inspecting.Attribute(
            await Kind(""" "t":{"S":"日本語😀"} """, """ "t":{"S":"\u65e5\ud83d\ude00"} """, """ "t":{"S":"abc"} """), "t").Texts;

        Assert.Equal(4, found!.LongestCharacters);
    }

    [Fact]
    public async Task Examples_are_different_short_and_few()
    {
        var attribute = Inspecting.Attribute(
            await Kind(
                """ "t":{"S":"a"} """,
                """ "t":{"S":"a"} """,
                $$""" "t":{"S":"{{new string('x', 100)}}"} """,
                """ "t":{"N":"1.0"} """,
                """ "t":{"S":"z"} """),
            "t");

        Assert.Equal(["a", new string('x', 60) + "…", "1.0"], attribute.Examples);
    }

    [Fact]
    public async Task Values_that_occur_in_several_files_are_known()
    {
        static string Line(int id, int owner) => Inspecting.Item($$$""" "id":{"N":"{{{id}}}"},"owner":{"N":"{{{owner}}}.0"} """);
        var found = await Inspecting.Files([[Line(1, 1), Line(2, 1), Line(3, 2)], [Line(4, 2), Line(5, 3), Line(6, 4)]]);

        var kind = Assert.Single(found.Kinds);
        Assert.Equal(new ValueFindings(6, IsExact: true, Repeated: 0, InSeveralParts: 0), Inspecting.Attribute(kind, "id").Values);
        Assert.Equal(new ValueFindings(4, IsExact: true, Repeated: 0.5, InSeveralParts: 0.25), Inspecting.Attribute(kind, "owner").Values);
        Assert.Equal(["id"], Assert.Single(found.Keys).Attributes);
    }

    [Fact]
    public async Task A_map_whose_names_are_data_is_cut_and_it_is_said()
    {
        var found = await Inspecting.Items(
            Enumerable.Range(0, 300).Select(i => $$$$""" "id":{"N":"{{{{i}}}}"},"m":{"M":{"k{{{{i}}}}":{"N":"{{{{i}}}}"}}} """));

        var kind = Assert.Single(found.Kinds);
        Assert.Equal(1, Inspecting.Attribute(kind, "m.k199").Present);
        Assert.Equal(100, Inspecting.Attribute(kind, "m.*").Present);
        Assert.Contains("a map has more than 200 different names; the others are taken together as '*'", found.Notices);
    }

    [Fact]
    public async Task Memory_is_bounded_when_there_are_more_attributes_than_anyone_looks_at()
    {
        var many = string.Join(
            ',',
            Enumerable.Range(0, 30)
                .Select(
                    map =>
                        $"\"m{map}\":{{\"M\":{{{string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"a{i}\":{{\"N\":\"1\"}}"))}}}}}"));
        var found = await Inspecting.Items(many);

        Assert.Equal(2_000, Assert.Single(found.Kinds).Attributes.Count);
        Assert.Contains(found.Notices, notice => notice.StartsWith("there are more than 2000 attributes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_malformed_line_is_counted_and_the_first_one_named()
    {
        var found = await Inspecting.Files([[Inspecting.Item(""" "id":{"N":"1"} """), "not json", """{"Item":{"id":{"N":"x"}}}"""]]);

        Assert.Equal((1, 2), (found.Items, found.Malformed));
        Assert.StartsWith("data/000.json.gz line 2: column 1: ", found.FirstMalformed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_takes_the_first_items_of_every_file_and_what_a_short_one_lacks_from_the_others()
    {
        static string[] File(int items, int file) =>
            [.. Enumerable.Range(0, items).Select(i => Inspecting.Item($$""" "file":{"N":"{{file}}"},"no":{"N":"{{i}}"} """))];
        var found = await Inspecting.Files([File(2, 0), File(100, 1), File(100, 2)], sample: 30);

        Assert.Equal((30, 3), (found.Items, found.Parts));
        Assert.True(found.IsSample);
        Assert.Equal("13", Inspecting.Attribute(Assert.Single(found.Kinds), "no").Numbers!.Largest);
        Assert.False((await Inspecting.Files([File(2, 0)], sample: 2)).IsSample);
    }

    [Fact]
    public async Task An_export_without_items_has_no_kinds()
    {
        var found = await Inspecting.Files([[], []]);

        Assert.Equal((0, 2), (found.Items, found.Parts));
        Assert.Empty(found.Kinds);
        Assert.Empty(found.Keys);
    }

    private static string N(string number) => $$""" "n":{"N":"{{number}}"} """;

    private static async Task<KindInspection> Kind(params string[] items) => Assert.Single((await Inspecting.Items(items)).Kinds);
}
