using System.Security.Cryptography;
using System.Text;

namespace Dataflux.IntegrationTests.Pictures;

/// <summary>One row of the expected table.</summary>
internal sealed record ExpectedPicture
{
    internal required long Id { get; init; }

    internal required string Uuid { get; init; }

    internal required string Path { get; init; }

    internal required string ImageType { get; init; }

    internal required Dictionary<string, string> Descriptions { get; init; }

    internal required int AgencyId { get; init; }

    internal required int? Width { get; init; }

    internal required int? Height { get; init; }

    internal required DateTimeOffset CreatedAt { get; init; }

    internal required DateTimeOffset UpdatedAt { get; init; }

    internal required List<ExpectedVariant> Variants { get; init; }

    internal bool HoldsNul =>
        Path.Contains('\0') || Descriptions.Values.Any(text => text.Contains('\0')) || Variants.Exists(v => v.Path?.Contains('\0') == true);

    /// <summary>Whether there is a variant of the main format with a file.</summary>
    internal bool HasMainFile => Variants.Exists(v => v.FormatId == 85 && v.Path is not null);

    internal static ExpectedPicture Of(IReadOnlyList<ExpectedRow> rows, DateTimeOffset exportTime)
    {
        var primary = rows.FirstOrDefault(row => row.FormatId == 85) ?? rows[0];
        var sized = rows.FirstOrDefault(row => row.Width is not null && row.Height is not null);
        var path = PathOf(primary);
        return new ExpectedPicture
        {
            Id = primary.PictureId,
            Uuid = UuidOf(primary.PictureId),
            Path = path,
            ImageType = ExpectedVariant.ExtensionOf(path).ToLowerInvariant() switch
            {
                ".jpg" or ".jpeg" => "image/jpeg",
                ".png" => "image/png",
                ".gif" => "image/gif",
                _ => "image/jpeg",
            },
            Descriptions = DescriptionsOf(rows),
            AgencyId = primary.AgencyId,
            Width = sized?.Width,
            Height = sized?.Height,
            CreatedAt = exportTime,
            UpdatedAt = exportTime,
            Variants = ExpectedVariant.Of(rows),
        };
    }

    internal static string PathOf(ExpectedRow row) =>
        row.Url.StartsWith("/img/", StringComparison.Ordinal) ? row.Url.Substring(5) : row.Url;

    private static Dictionary<string, string> DescriptionsOf(IReadOnlyList<ExpectedRow> rows)
    {
        var codes = new Dictionary<int, string>
        {
            [0] = "en",
            [1] = "de",
            [3] = "fr",
            [4] = "it",
            [5] = "nl",
            [6] = "es",
            [9] = "tr",
            [11] = "da",
            [13] = "nb",
            [14] = "pl",
            [15] = "ru",
            [16] = "ro",
            [17] = "hu",
        };
        var descriptions = new Dictionary<string, string>();
        foreach (var row in rows)
        {
            if (codes.TryGetValue(row.LanguageId, out var code) && row.Caption.Length > 0)
                descriptions[code] = row.Caption;
        }

        descriptions.TryAdd("en", "");
        return descriptions;
    }

    /// <summary>RFC 9562, section 5.5: SHA-1 of the namespace's bytes and the name, with version 5 and the variant set.</summary>
    private static string UuidOf(long id)
    {
        var input = Convert.FromHexString("6ba7b8109dad11d180b400c04fd430c8").Concat(Encoding.ASCII.GetBytes($"{id}")).ToArray();
#pragma warning disable CA5350 // version 5 is made with SHA-1
        var hex = Convert.ToHexStringLower(SHA1.HashData(input))[..32].ToCharArray();
#pragma warning restore CA5350
        hex[12] = '5';
        hex[16] = "89ab"[Convert.ToInt32(hex[16].ToString(), 16) % 4];
        var text = new string(hex);
        return $"{text[..8]}-{text[8..12]}-{text[12..16]}-{text[16..20]}-{text[20..]}";
    }
}
