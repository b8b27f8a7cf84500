using System.Text;
using MySqlConnector;

namespace Dataflux.IntegrationTests.Pictures;

/// <summary>The table in MariaDB as it really is.</summary>
internal static class MySqlPictureTable
{
    private const string Query = """
        select cast(id as char), uuid, path, imageType, description_i18n, cast(agencyId as char), cast(focalPointX as char),
          cast(focalPointY as char), cast(width as char), cast(height as char), crops, taxonomy, type, createdBy, createdAt, updatedAt,
          variants from picture order by id
        """;

    private static readonly string[] JsonColumns = ["description_i18n", "crops", "taxonomy", "variants"];

    /// <summary>The table as text, to be compared with <see cref="ExpectedPictures.Dump"/>.</summary>
    internal static async Task<string> Dump(string database)
    {
        await using var connection = new MySqlConnection(database + ";GuidFormat=None");
        await connection.OpenAsync();
        await using var command = new MySqlCommand(Query, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var text = new StringBuilder();
        while (await reader.ReadAsync())
        {
            var columns = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch
            {
                DBNull => null,
                DateTime time => PictureDump.Time(new DateTimeOffset(time, TimeSpan.Zero)),
                string json when JsonColumns.Contains(reader.GetName(i)) => CanonicalJson.Of(json),
                var value => $"{value}",
            });
            text.Append(PictureDump.Line([.. columns])).Append('\n');
        }

        return text.ToString();
    }
}
