using System.Text;

namespace Dataflux.IntegrationTests.Pictures;

/// <summary>The model against cases worked out by hand from the sentences of its description.</summary>
public sealed class ExpectedPicturesTests
{
    private static readonly DateTimeOffset ExportTime = new(2024, 5, 14, 11, 14, 20, 608, TimeSpan.Zero);

    private static byte[] Line(int format, string more, int language = 0, string url = "/img/2013/07/11/7.jpg", long id = 7) =>
        Encoding.UTF8.GetBytes(
            $$$$"""{"Item":{"id":{"S":"{{{{id}}}}-{{{{language}}}}-{{{{format}}}}"},"pictureId":{"N":"{{{{id}}}}"},"languageId":{"N":"{{{{language}}}}"},"agencyId":{"N":"3"},"formatId":{"N":"{{{{format}}}}"},"url":{"S":"{{{{url}}}}"}{{{{more}}}}}}""");

    private static ExpectedPicture Only(params byte[][][] files) =>
        Assert.Single(ExpectedPictures.Table(files, maxId: null, ExportTime)).Value;

    [Fact]
    public void One_item_becomes_the_row_that_the_description_says()
    {
        var table = ExpectedPictures.Table(
            [[Line(85, ",\"caption\":{\"S\":\"A\"},\"formatPictureId\":{\"N\":\"9\"}")]], maxId: 8, ExportTime);
        Assert.Equal(
            // The uuid as another implementation (Python's uuid.uuid5) makes it.
            "7 | a9f96b98-dd44-5216-ab0d-dbfc6b262edf | 2013/07/11/7.jpg | image/jpeg | {\"en\":\"A\"} | 3 | ∅ | ∅ | ∅ | ∅ | [] | [] | "
            + "MEDIA | migration-script | 2024-05-14T11:14:20.608000Z | 2024-05-14T11:14:20.608000Z | "
            + "[{\"formatId\":85,\"formatPictureId\":9,\"height\":1440,\"path\":\"2013/07/11/7-9-2560-1440.jpg\",\"width\":2560}]\n",
            PictureDump.Text(table.Values));
    }

    [Fact]
    public void Pictures_from_maxId_on_and_items_of_other_kinds_are_left_out()
    {
        byte[][] lines = [Line(85, ""), "{\"Item\":{\"id\":{\"S\":\"user#1\"}}}"u8.ToArray(), "cut of"u8.ToArray()];
        Assert.Empty(ExpectedPictures.Table([lines], maxId: 7, ExportTime));
    }

    [Fact]
    public void First_row_of_format_85_is_the_primary_one_and_a_later_caption_wins()
    {
        var picture = Only([[
            Line(72, ",\"caption\":{\"S\":\"old\"},\"originalWidth\":{\"N\":\"1\"}", url: "/img/a.png"),
            Line(85, ",\"caption\":{\"S\":\"new\"},\"originalWidth\":{\"N\":\"2\"},\"originalHeight\":{\"S\":\"3\"}", url: "/img/b.gif"),
            Line(85, ",\"caption\":{\"S\":\"\"}", language: 1, url: "/img/c.jpg"),
            Line(85, ",\"caption\":{\"S\":\"unknown\"}", language: 2)]]);
        Assert.Equal(("b.gif", "image/gif", 2, 3), (picture.Path, picture.ImageType, picture.Width, picture.Height));
        Assert.Equal([new("en", "new")], picture.Descriptions);
    }

    [Fact]
    public void Variants_are_sorted_by_text_and_one_with_a_path_is_not_replaced_by_one_without()
    {
        var picture = Only([[
            Line(9, ",\"formatPictureId\":{\"N\":\"10\"}"),
            Line(85, ",\"formatPictureId\":{\"N\":\"9\"}"),
            Line(85, ",\"formatPictureId\":{\"N\":\"9\"}", language: 1, url: "/img/noextension"),
            Line(85, ",\"formatPictureId\":{\"NULL\":true}"),
            Line(85, ",\"formatPictureId\":{\"N\":\"10\"}"),
            Line(100, "")]]);
        Assert.Equal([(100, null), (85, 10), (85, 9), (85, null), (9, 10)], picture.Variants.Select(v => (v.FormatId, v.FormatPictureId)));
        Assert.Equal("2013/07/11/7-9-2560-1440.jpg", picture.Variants[2].Path);
    }

    [Fact]
    public void Empty_english_never_replaces_a_caption_and_other_languages_are_joined()
    {
        var picture = Only(
            [[Line(72, ",\"caption\":{\"S\":\"A\"}")], [Line(72, ",\"caption\":{\"S\":\"B\"}", language: 1)]]);
        Assert.Equal([new("en", "A"), new("de", "B")], picture.Descriptions);
    }

    [Fact]
    public void Main_file_of_the_earlier_file_stays_until_another_main_file_comes()
    {
        byte[] main = Line(85, ",\"formatPictureId\":{\"N\":\"9\"}", url: "/img/main.png");
        byte[] other = Line(72, ",\"originalWidth\":{\"N\":\"2\"},\"originalHeight\":{\"N\":\"3\"}", url: "/img/other.jpg");
        byte[] later = Line(85, ",\"formatPictureId\":{\"N\":\"10\"}", url: "/img/later.gif");
        var kept = Only([[main], [other]]);
        Assert.Equal(("main.png", "image/png", null), (kept.Path, kept.ImageType, kept.Width));
        Assert.Equal("main.png", Only([[other], [main]]).Path);
        Assert.Equal("later.gif", Only([[main], [other], [later]]).Path);
    }

    [Fact]
    public void Without_main_files_the_later_path_wins_and_missing_dimensions_are_kept()
    {
        byte[] first = Line(72, ",\"originalWidth\":{\"N\":\"2\"},\"originalHeight\":{\"N\":\"3\"}", url: "/img/first.jpg");
        byte[] second = Line(68, "", url: "/img/second.png");
        var picture = Only([[first], [second]]);
        Assert.Equal(("second.png", "image/png", 2, 3), (picture.Path, picture.ImageType, picture.Width, picture.Height));
    }
}
