using System.Text;
using System.Text.Json.Nodes;

namespace Dataflux.IntegrationTests.Pictures;

/// <summary>The one text form in which expected and actual tables are compared: a line per picture, in the table's column order.</summary>
internal static class PictureDump
{
    internal static string Text(IEnumerable<ExpectedPicture> pictures)
    {
        var text = new StringBuilder();
        foreach (var picture in pictures)
            text.Append(Line(picture)).Append('\n');

        return text.ToString();
    }

    internal static string Line(ExpectedPicture p)
    {
        var descriptions = new JsonObject();
        foreach (var (code, caption) in p.Descriptions)
            descriptions[code] = caption;

        var variants = new JsonArray();
        foreach (var v in p.Variants)
        {
            variants.Add(new JsonObject
            {
                ["formatId"] = v.FormatId,
                ["formatPictureId"] = v.FormatPictureId,
                ["width"] = v.Width,
                ["height"] = v.Height,
                ["path"] = v.Path,
            });
        }

        return Line(
            $"{p.Id}",
            p.Uuid,
            p.Path,
            p.ImageType,
            CanonicalJson.Of(descriptions),
            $"{p.AgencyId}",
            null,
            null,
            $"{p.Width}",
            $"{p.Height}",
            "[]", "[]", "MEDIA", "migration-script", Time(p.CreatedAt), Time(p.UpdatedAt), CanonicalJson.Of(variants));
    }

    internal static string Line(params string?[] columns) =>
        string.Join(" | ", columns.Select(column => string.IsNullOrEmpty(column) ? "∅" : column));

    internal static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
}
