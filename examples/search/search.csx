// Pictures for a search: one document for each, with its captions in all languages and its files. The source holds one item per picture,
// language and format, among items of other kinds.
record Row(
    long PictureId, int LanguageId, int AgencyId, int FormatId, string Path, string? Caption, long? FormatPictureId, int? Width, int? Height);

record File(int FormatId, long? PictureId);

record Picture(
    [property: Key] long Id, string Path, string ImageType, int AgencyId, int? Width, int? Height,
    SortedDictionary<string, string> Captions, List<File> Files, DateTimeOffset IndexedAt);

Row? parseItem(Item item) => item.TryInt64("pictureId", orText: true) is { } pictureId
    ? new(
        pictureId, item.Int32("languageId", orText: true), item.Int32("agencyId", orText: true), item.Int32("formatId", orText: true),
        item.String("url"), item.TryString("caption"), item.TryInt64("formatPictureId", orText: true),
        item.TryInt32("originalWidth", orText: true), item.TryInt32("originalHeight", orText: true))
    : null; // another kind of item

long groupKey(Row row) => row.PictureId;

Picture transform(IReadOnlyList<Row> rows, ProfileContext ctx)
{
    var captions = new SortedDictionary<string, string>(StringComparer.Ordinal);
    foreach (var row in rows)
    {
        if (row.Caption is { Length: > 0 } caption && CodeOf(row.LanguageId) is { } code) captions[code] = caption;
    }

    var main = rows.FirstOrDefault(row => row.FormatId == 85) ?? rows[0];
    var sized = rows.FirstOrDefault(row => row is { Width: not null, Height: not null });
    var files = rows.Select(row => new File(row.FormatId, row.FormatPictureId)).Distinct()
        .OrderBy(file => file.FormatId).ThenBy(file => file.PictureId ?? 0).ToList();
    return new(
        main.PictureId, main.Path, TypeOf(main.Path), main.AgencyId, sized?.Width, sized?.Height, captions, files, ctx.ExportTime);
}

static string TypeOf(string path) => path.EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? "image/png"
    : path.EndsWith(".gif", StringComparison.OrdinalIgnoreCase) ? "image/gif" : "image/jpeg";

static string? CodeOf(int languageId) => languageId switch
{
    0 => "en", 1 => "de", 3 => "fr", 4 => "it", 5 => "nl", 6 => "es", 9 => "tr",
    11 => "da", 13 => "nb", 14 => "pl", 15 => "ru", 16 => "ro", 17 => "hu",
    _ => null,
};
