// One record per picture, with its captions in all languages and its files in all formats. The source holds one item per picture,
// language and format, among items of other kinds.
using System.Security.Cryptography;

static readonly Guid UuidNamespace = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
static readonly Json EmptyArray = new("[]"u8.ToArray());

record Row(
    long PictureId, int LanguageId, int AgencyId, int FormatId, string Path, string Caption, long? FormatPictureId, int? Width, int? Height);

record struct Variant(int FormatId, long? FormatPictureId, int? Width = null, int? Height = null, string? Path = null);

[Table("picture")]
record Picture(
    [property: Key] long Id, Guid Uuid, string Path, string ImageType, Json DescriptionI18n, int AgencyId,
    double? FocalPointX, double? FocalPointY, int? Width, int? Height, Json Crops, Json Taxonomy,
    string Type, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, Json Variants);

Row? parseItem(Item item)
{
    if (item.TryInt64("pictureId", orText: true) is not { } pictureId) return null; // another kind of item

    _ = item.String("id"); // required, though nothing is made of it
    var url = item.String("url");
    return new Row(
        pictureId, item.Int32("languageId", orText: true), item.Int32("agencyId", orText: true), item.Int32("formatId", orText: true),
        url.StartsWith("/img/", StringComparison.Ordinal) ? url[5..] : url, item.TryString("caption") ?? "",
        item.TryInt64("formatPictureId", orText: true), item.TryInt32("originalWidth", orText: true), item.TryInt32("originalHeight", orText: true));
}

bool filter(Row row, ProfileContext ctx) => ctx.Get<long?>("maxId") is not { } maxId || row.PictureId < maxId;

long groupKey(Row row) => row.PictureId;

Picture transform(IReadOnlyList<Row> rows, ProfileContext ctx)
{
    var primary = rows.FirstOrDefault(r => r.FormatId == 85) ?? rows[0];
    var sized = rows.FirstOrDefault(r => r is { Width: not null, Height: not null });
    var imageType = System.IO.Path.GetExtension(primary.Path).ToLowerInvariant() switch
    {
        ".png" => "image/png", ".gif" => "image/gif", _ => "image/jpeg",
    };
    var variants = Json.Write(json => WriteVariants(json, VariantsOf(rows)));
    return new Picture(
        primary.PictureId, UuidOf(primary.PictureId), primary.Path, imageType, Json.Write(json => WriteCaptions(json, rows)), primary.AgencyId,
        FocalPointX: null, FocalPointY: null, sized?.Width, sized?.Height, Crops: EmptyArray, Taxonomy: EmptyArray, Type: "MEDIA",
        CreatedBy: "migration-script", CreatedAt: ctx.ExportTime, UpdatedAt: ctx.ExportTime, variants);
}

static Guid UuidOf(long pictureId)
{
    Span<byte> name = stackalloc byte[16 + 20], hash = stackalloc byte[SHA1.HashSizeInBytes];
    UuidNamespace.TryWriteBytes(name, bigEndian: true, out _);
    pictureId.TryFormat(name[16..], out var digits);
    SHA1.HashData(name[..(16 + digits)], hash);
    hash[6] = (byte)(hash[6] & 0x0f | 0x50); // version 5
    hash[8] = (byte)(hash[8] & 0x3f | 0x80); // the variant of RFC 9562
    return new Guid(hash[..16], bigEndian: true);
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
        if (rows[i].Caption == "" || CodeOf(rows[i].LanguageId) is not { } code || (written & 1 << rows[i].LanguageId) != 0) continue;
        json.WriteString(code, rows[i].Caption);
        written |= 1 << rows[i].LanguageId;
    }

    if ((written & 1) == 0) json.WriteString("en", "");
    json.WriteEndObject();
}

static List<Variant> VariantsOf(IReadOnlyList<Row> rows)
{
    var variants = new List<Variant>(rows.Count);
    foreach (var row in rows)
    {
        var variant = VariantOf(row);
        var same = variants.FindIndex(v => v.FormatId == variant.FormatId && v.FormatPictureId == variant.FormatPictureId);
        if (same < 0) variants.Add(variant);
        else if (variant.Path is not null || variants[same].Path is null) variants[same] = variant;
    }

    variants.Sort((a, b) => string.CompareOrdinal($"{a.FormatId}", $"{b.FormatId}") is not 0 and var order
        ? order : string.CompareOrdinal(a.FormatPictureId?.ToString() ?? "null", b.FormatPictureId?.ToString() ?? "null"));
    return variants;
}

static Variant VariantOf(Row row)
{
    var (width, height) = row.FormatId switch { 85 => (2560, 1440), 72 => (640, 480), 68 => (310, 310), _ => (0, 0) };
    var extension = System.IO.Path.GetExtension(row.Path);
    return row.FormatPictureId is { } id && width > 0 && extension != ""
        ? new(row.FormatId, id, width, height, $"{row.Path.AsSpan(0, row.Path.Length - extension.Length)}-{id}-{width}-{height}{extension}")
        : new(row.FormatId, row.FormatPictureId);
}

static void WriteVariants(Utf8JsonWriter json, List<Variant> variants)
{
    json.WriteStartArray();
    foreach (var v in variants)
    {
        json.WriteStartObject();
        json.WriteNumber("formatId", v.FormatId);
        WriteNumber("formatPictureId", v.FormatPictureId);
        WriteNumber("width", v.Width);
        WriteNumber("height", v.Height);
        json.WriteString("path", v.Path);
        json.WriteEndObject();
    }

    json.WriteEndArray();

    void WriteNumber(string name, long? number)
    {
        if (number is { } n) json.WriteNumber(name, n); else json.WriteNull(name);
    }
}

Task<int> upsert(ISqlTarget target, IReadOnlyList<Picture> batch) => target.Upsert(batch, on => on
    .Set("description_i18n", """
        picture.description_i18n || case when excluded.description_i18n->>'en' = '' and picture.description_i18n ? 'en'
            then excluded.description_i18n - 'en' else excluded.description_i18n end
        """)
    .Set("path", OfMainFile("path")).Set("imageType", OfMainFile("\"imageType\""))
    .Set("width", OfMainFile("width")).Set("height", OfMainFile("height"))
    .Set("variants", """
        case when picture.variants = excluded.variants then picture.variants else (
            select jsonb_agg(v order by v->>'formatId' collate "C", coalesce(v->>'formatPictureId', 'null') collate "C")
            from (select distinct on (v->>'formatId', v->>'formatPictureId') v
                  from (select v, 0 as incoming from jsonb_array_elements(picture.variants) v
                        union all select v, 1 from jsonb_array_elements(excluded.variants) v) sides
                  order by v->>'formatId', v->>'formatPictureId', v->>'path' is null, incoming desc) chosen) end
        """)
    .Keep("uuid", "crops", "type", "createdBy", "createdAt")
    .Touch("updatedAt"));

// The side that has a file in format 85 decides; the first test only spares the others where nothing changes.
static string OfMainFile(string column) => $"""
    case when picture.{column} is not distinct from excluded.{column} then picture.{column}
         when excluded.variants @? '$[*] ? (@.formatId == 85 && @.path != null)' then excluded.{column}
         when picture.variants @? '$[*] ? (@.formatId == 85 && @.path != null)' then picture.{column}
         else coalesce(excluded.{column}, picture.{column}) end
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
