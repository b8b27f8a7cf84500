// What pictures.csx does, for MySQL and MariaDB: the records are the same, and rules and tables are in their SQL.
static readonly Json EmptyArray = new("[]"u8.ToArray());

record Row(
    long PictureId, int LanguageId, int AgencyId, int FormatId, Text Path, Text Caption, long? FormatPictureId, int? Width, int? Height);

[Table("picture")]
record Picture(
    [property: Key] long Id, Guid Uuid, Text Path, string ImageType, Json DescriptionI18n, int AgencyId,
    double? FocalPointX, double? FocalPointY, int? Width, int? Height, Json Crops, Json Taxonomy,
    string Type, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, Json Variants);

Row? parseItem(Item item)
{
    if (item.TryInt64("pictureId", orText: true) is not { } pictureId) return null; // another kind of item

    _ = item.Text("id"); // required, though nothing is made of it
    var url = item.Text("url");
    return new Row(
        pictureId, item.Int32("languageId", orText: true), item.Int32("agencyId", orText: true), item.Int32("formatId", orText: true),
        url.Utf8.StartsWith("/img/"u8) ? url[5..] : url, item.TryText("caption") ?? default,
        item.TryInt64("formatPictureId", orText: true), item.TryInt32("originalWidth", orText: true), item.TryInt32("originalHeight", orText: true));
}

bool filter(Row row, ProfileContext ctx) => ctx.Get<long?>("maxId") is not { } maxId || row.PictureId < maxId;

long groupKey(Row row) => row.PictureId;

Picture transform(IReadOnlyList<Row> rows, ProfileContext ctx)
{
    Row? main = null, sized = null;
    foreach (var row in rows)
    {
        if (row.FormatId == 85) main ??= row;
        if (row is { Width: not null, Height: not null }) sized ??= row;
    }

    var primary = main ?? rows[0];
    var extension = ExtensionOf(primary);
    var imageType = Ascii.EqualsIgnoreCase(extension.Utf8, ".png"u8) ? "image/png"
        : Ascii.EqualsIgnoreCase(extension.Utf8, ".gif"u8) ? "image/gif" : "image/jpeg";
    var variants = Json.Write(json => WriteVariants(json, VariantsOf(rows)));
    return new Picture(
        primary.PictureId, Uuid.Version5(Uuid.Dns, $"{primary.PictureId}"), primary.Path, imageType,
        Json.Write(json => WriteCaptions(json, rows)), primary.AgencyId,
        FocalPointX: null, FocalPointY: null, sized?.Width, sized?.Height, Crops: EmptyArray, Taxonomy: EmptyArray, Type: "MEDIA",
        CreatedBy: "migration-script", CreatedAt: ctx.ExportTime, UpdatedAt: ctx.ExportTime, variants);
}

static string? CodeOf(int languageId) => languageId switch
{
    0 => "en", 1 => "de", 3 => "fr", 4 => "it", 5 => "nl", 6 => "es", 9 => "tr",
    11 => "da", 13 => "nb", 14 => "pl", 15 => "ru", 16 => "ro", 17 => "hu",
    _ => null,
};

static void WriteCaptions(Utf8JsonWriter json, IReadOnlyList<Row> rows)
{
    json.WriteStartObject();
    var written = 0; // a bit per language; from the last row to the first, because the last wins
    for (var i = rows.Count - 1; i >= 0; i--)
    {
        if (rows[i].Caption.IsEmpty || CodeOf(rows[i].LanguageId) is not { } code || (written & 1 << rows[i].LanguageId) != 0) continue;
        json.WriteString(code, rows[i].Caption.Utf8);
        written |= 1 << rows[i].LanguageId;
    }

    if ((written & 1) == 0) json.WriteString("en", "");
    json.WriteEndObject();
}

// One row for each file: the last one that says where the file is, or else the last one.
static List<Row> VariantsOf(IReadOnlyList<Row> rows)
{
    var variants = new List<Row>(rows.Count);
    foreach (var row in rows)
    {
        var same = variants.Count - 1;
        while (same >= 0 && (variants[same].FormatId != row.FormatId || variants[same].FormatPictureId != row.FormatPictureId)) same--;
        if (same < 0) variants.Add(row);
        else if (HasFile(row) || !HasFile(variants[same])) variants[same] = row;
    }

    variants.Sort((a, b) => string.CompareOrdinal(a.FormatId.ToString(), b.FormatId.ToString()) is not 0 and var order
        ? order : string.CompareOrdinal(a.FormatPictureId?.ToString() ?? "null", b.FormatPictureId?.ToString() ?? "null"));
    return variants;
}

static (int Width, int Height)? SizeOf(int formatId) =>
    formatId switch { 85 => (2560, 1440), 72 => (640, 480), 68 => (310, 310), _ => null };

static Text ExtensionOf(Row row) => row.Path[LengthOfStem(row.Path.Utf8)..];

// A dot that ends the path, or stands before its last slash, begins no extension.
static int LengthOfStem(ReadOnlySpan<byte> path) =>
    path.LastIndexOf((byte)'.') is var dot && dot > path.LastIndexOf((byte)'/') && dot < path.Length - 1 ? dot : path.Length;

static bool HasFile(Row row) => row.FormatPictureId is not null && SizeOf(row.FormatId) is not null && !ExtensionOf(row).IsEmpty;

static void WriteVariants(Utf8JsonWriter json, List<Row> variants)
{
    json.WriteStartArray();
    foreach (var row in variants)
    {
        var size = HasFile(row) ? SizeOf(row.FormatId) : null;
        json.WriteStartObject();
        if (size is { } s)
            json.WriteString("path"u8, Text.Create($"{StemOf(row)}-{row.FormatPictureId}-{s.Width}-{s.Height}{ExtensionOf(row)}").Utf8);
        else json.WriteNull("path"u8);
        WriteNumber("width"u8, size?.Width);
        WriteNumber("height"u8, size?.Height);
        json.WriteNumber("formatId"u8, row.FormatId);
        WriteNumber("formatPictureId"u8, row.FormatPictureId);
        json.WriteEndObject();
    }

    json.WriteEndArray();

    void WriteNumber(ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } n) json.WriteNumber(name, n); else json.WriteNull(name);
    }
}

static Text StemOf(Row row) => row.Path[..LengthOfStem(row.Path.Utf8)];

Task<int> upsert(ISqlTarget target, IReadOnlyList<Picture> batch) => target.Upsert(batch, on => on
    .Combine("description_i18n", """
        json_merge_patch(picture.description_i18n,
            case when json_value(excluded.description_i18n, '$.en') = '' and json_contains_path(picture.description_i18n, 'one', '$.en')
                then json_remove(excluded.description_i18n, '$.en') else excluded.description_i18n end)
        """)
    .Combine("path", OfMainFile("path")).Combine("imageType", OfMainFile("imageType"))
    .Combine("width", OfMainFile("width")).Combine("height", OfMainFile("height"))
    .Combine("variants", $"""
        (select concat('[', group_concat(one.v order by concat(one.format), coalesce(one.picture, 'null') separator ','), ']')
         from {BothVariants} one
         where not exists (
           select 1 from {BothVariants} other
           where other.format = one.format and other.picture <=> one.picture
             and (isnull(other.path) < isnull(one.path) or (isnull(other.path) = isnull(one.path) and other.place < one.place))))
        """)
    .Keep("uuid", "crops", "type", "createdBy", "createdAt")
    .Touch("updatedAt"));

// The incoming ones come first.
const string BothVariants = """
    json_table(json_merge_preserve(excluded.variants, picture.variants), '$[*]' columns (
      place for ordinality, v json path '$', format int path '$.formatId', picture varchar(20) path '$.formatPictureId', path longtext path '$.path'))
    """;

// The side that has a file in format 85 decides.
static string OfMainFile(string column) => $"""
    case when {HasMainFile("excluded")} then excluded.`{column}`
         when {HasMainFile("picture")} then picture.`{column}`
         else coalesce(excluded.`{column}`, picture.`{column}`) end
    """;

static string HasMainFile(string side) => $"""
    exists (select 1 from json_table({side}.variants, '$[*]' columns (format int path '$.formatId', path longtext path '$.path')) one
            where one.format = 85 and one.path is not null)
    """;

Task onStart(ISqlTarget target) => target.Execute("""
    create table if not exists picture (
      id bigint primary key auto_increment, uuid char(36) not null, path longtext not null, imageType varchar(255) not null,
      description_i18n json not null, agencyId int not null, focalPointX double, focalPointY double, width int, height int,
      crops json not null, taxonomy json not null, type varchar(255) not null, createdBy varchar(255) not null,
      createdAt datetime(6) not null, updatedAt datetime(6) not null, variants json not null)
    engine = InnoDB character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */
    """);
