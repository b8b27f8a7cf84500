// One record per picture, with its captions in all languages and its files in all formats. The source holds one item per picture,
// language and format, among items of other kinds.
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
        json.WriteStartObject(); // names in the order in which jsonb keeps them: it has nothing to sort
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
        picture.description_i18n || case when excluded.description_i18n->>'en' = '' and picture.description_i18n ? 'en'
            then excluded.description_i18n - 'en' else excluded.description_i18n end
        """)
    .Combine("path", OfMainFile("path")).Combine("imageType", OfMainFile("imageType"))
    .Combine("width", OfMainFile("width")).Combine("height", OfMainFile("height"))
    .Combine("variants", """
        (select jsonb_agg(v order by v->>'formatId' collate "C", coalesce(v->>'formatPictureId', 'null') collate "C")
         from (select distinct on (v->>'formatId', v->>'formatPictureId') v
               from (select v, 0 as incoming from jsonb_array_elements(picture.variants) v
                     union all select v, 1 from jsonb_array_elements(excluded.variants) v) sides
               order by v->>'formatId', v->>'formatPictureId', v->>'path' is null, incoming desc) chosen)
        """)
    .Keep("uuid", "crops", "type", "createdBy", "createdAt")
    .Touch("updatedAt"));

// The side that has a file in format 85 decides.
static string OfMainFile(string column) => $"""
    case when excluded.variants @? '$[*] ? (@.formatId == 85 && @.path != null)' then excluded."{column}"
         when picture.variants @? '$[*] ? (@.formatId == 85 && @.path != null)' then picture."{column}"
         else coalesce(excluded."{column}", picture."{column}") end
    """;

async Task onStart(ISqlTarget target)
{
    await target.Execute("create sequence if not exists picture_id_seq");
    await target.Execute("""
        create table if not exists picture (
          id bigint primary key default nextval('picture_id_seq'), uuid uuid not null, path text not null, "imageType" text not null,
          description_i18n jsonb not null, "agencyId" integer not null, "focalPointX" double precision, "focalPointY" double precision,
          width integer, height integer, crops jsonb not null, taxonomy jsonb not null, type text not null, "createdBy" text not null,
          "createdAt" timestamptz not null, "updatedAt" timestamptz not null, variants jsonb not null)
        """);
}

Task onComplete(ISqlTarget target) => target.Execute("select setval('picture_id_seq', coalesce(max(id), 0) + 1, false) from picture");
