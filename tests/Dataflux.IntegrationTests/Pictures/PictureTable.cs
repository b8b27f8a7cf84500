using System.Text;
using Npgsql;

namespace Dataflux.IntegrationTests.Pictures;

/// <summary>The table as it really is.</summary>
internal static class PictureTable
{
    private const string Query = """
        select id::text, uuid::text, path, "imageType", description_i18n::text, "agencyId"::text, "focalPointX"::text, "focalPointY"::text,
               width::text, height::text, crops::text, taxonomy::text, type, "createdBy", "createdAt", "updatedAt", variants::text
        from picture order by picture.id
        """;

    private static readonly string[] JsonColumns = ["description_i18n", "crops", "taxonomy", "variants"];

    /// <summary>The table as text, to be compared with <see cref="ExpectedPictures.Dump"/>.</summary>
    internal static async Task<string> Dump(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var text = new StringBuilder();
        while (await reader.ReadAsync())
        {
            var columns = new string?[reader.FieldCount];
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i] = reader.GetValue(i) switch
                {
                    DBNull => null,
                    DateTime time => PictureDump.Time(new DateTimeOffset(time)),
                    string json when JsonColumns.Contains(reader.GetName(i)) => CanonicalJson.Of(json),
                    var value => (string)value,
                };
            }

            text.Append(PictureDump.Line(columns)).Append('\n');
        }

        return text.ToString();
    }
}
