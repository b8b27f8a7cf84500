using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Dataflux.Profiles;

namespace Dataflux.Benchmarks.MySql;

/// <summary>A wide row, such as the pictures have: texts and documents, some 400 bytes.</summary>
[Table("photo")]
internal sealed record Photo(
    [property: Key] long Id, Guid Uuid, string Path, string ImageType, Json Description, int AgencyId, int? Width, int? Height,
    DateTimeOffset CreatedAt, Json Variants) : IContestRow
{
    internal const string TableSql = """
        create table photo (id bigint primary key, uuid char(36) not null, path varchar(255) not null, imageType varchar(40) not null,
          description json not null, agencyId int not null, width int, height int, createdAt datetime(6) not null, variants json not null)
        """;

    public static string TableName => "photo";

    public static string Columns => "id, uuid, path, imageType, description, agencyId, width, height, createdAt, variants";

    public string ValuesText() =>
        $"{Id},'{Uuid}','{Path}','{ImageType}','{Description}',{AgencyId},{Width},{Height},'{CreatedAt:yyyy-MM-dd HH:mm:ss.ffffff}','{Variants}'";

    /// <summary>Makes a row; another revision differs in its caption.</summary>
    internal static Photo Create(int i, int revision) => new(
        i, new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), $"2020/10/{i}.jpg", "image/jpeg",
        Document($$"""{"en":"Caption {{i}} of the picture in some words, {{revision}}","de":"Bildunterschrift {{i}}"}"""),
        i % 100, 2560, 1440, new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero).AddSeconds(i),
        Document($$"""
            [{"path":"2020/10/{{i}}-85-2560-1440.jpg","width":2560,"height":1440,"formatId":85},{"path":null,"width":null,"formatId":72}]
            """));

    private static Json Document(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));
}
