namespace Dataflux.IntegrationTests.Pictures;

/// <summary>One entry of the expected <c>variants</c>.</summary>
internal sealed record ExpectedVariant(long FormatId, long? FormatPictureId, int? Width, int? Height, string? Path)
{
    internal string FormatText => $"{FormatId}";

    internal string FormatPictureText => FormatPictureId is null ? "null" : $"{FormatPictureId}";

    internal static List<ExpectedVariant> Of(IEnumerable<ExpectedRow> rows)
    {
        var variants = new List<ExpectedVariant>();
        foreach (var row in rows)
            Put(variants, Of(row));

        return Sorted(variants);
    }

    /// <summary>
    /// The union of two lists: of a key that both have the one with a path wins, then the one of <paramref name="later"/>.
    /// </summary>
    internal static List<ExpectedVariant> Union(IEnumerable<ExpectedVariant> earlier, IEnumerable<ExpectedVariant> later)
    {
        var union = earlier.ToList();
        foreach (var variant in later)
            Put(union, variant);

        return Sorted(union);
    }

    /// <summary>From the last dot of the last part on; empty when there is none.</summary>
    internal static string ExtensionOf(string path)
    {
        var name = path.Split('/')[^1];
        var dot = name.LastIndexOf('.');
        return dot < 0 || dot == name.Length - 1 ? "" : name.Substring(dot);
    }

    private static ExpectedVariant Of(ExpectedRow row)
    {
        var sizes = new Dictionary<int, (int Width, int Height)> { [85] = (2560, 1440), [72] = (640, 480), [68] = (310, 310) };
        var path = ExpectedPicture.PathOf(row);
        var extension = ExtensionOf(path);
        if (row.FormatPictureId is null || extension.Length == 0 || !sizes.TryGetValue(row.FormatId, out var size))
            return new ExpectedVariant(row.FormatId, row.FormatPictureId, null, null, null);

        var stem = path.Substring(0, path.Length - extension.Length);
        return new ExpectedVariant(
            row.FormatId,
            row.FormatPictureId,
            size.Width,
            size.Height,
            $"{stem}-{row.FormatPictureId}-{size.Width}-{size.Height}{extension}");
    }

    private static void Put(List<ExpectedVariant> variants, ExpectedVariant later)
    {
        var earlier = variants.SingleOrDefault(v => v.FormatId == later.FormatId && v.FormatPictureId == later.FormatPictureId);
        if (earlier is null)
        {
            variants.Add(later);
        }
        else if (!(earlier.Path is not null && later.Path is null))
        {
            variants.Remove(earlier);
            variants.Add(later);
        }
    }

    private static List<ExpectedVariant> Sorted(List<ExpectedVariant> variants) =>
        [.. variants.OrderBy(v => v.FormatText, StringComparer.Ordinal).ThenBy(v => v.FormatPictureText, StringComparer.Ordinal)];
}
