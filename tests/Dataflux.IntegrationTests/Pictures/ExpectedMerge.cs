namespace Dataflux.IntegrationTests.Pictures;

/// <summary>What becomes of a row that is already there when a record with its id arrives.</summary>
internal static class ExpectedMerge
{
    internal static ExpectedPicture Merge(ExpectedPicture existing, ExpectedPicture incoming)
    {
        var merged = existing with
        {
            Descriptions = Descriptions(existing.Descriptions, incoming.Descriptions),
            AgencyId = incoming.AgencyId,
            Variants = ExpectedVariant.Union(existing.Variants, incoming.Variants),
        };
        if (incoming.HasMainFile)
        {
            merged = merged with { Path = incoming.Path, ImageType = incoming.ImageType, Width = incoming.Width, Height = incoming.Height };
        }
        else if (!existing.HasMainFile)
        {
            merged = merged with
            {
                Path = incoming.Path,
                ImageType = incoming.ImageType,
                Width = incoming.Width ?? existing.Width,
                Height = incoming.Height ?? existing.Height,
            };
        }

        var changed = PictureDump.Line(merged) != PictureDump.Line(existing);
        return changed ? merged with { UpdatedAt = incoming.UpdatedAt } : existing;
    }

    private static Dictionary<string, string> Descriptions(Dictionary<string, string> existing, Dictionary<string, string> incoming)
    {
        var merged = new Dictionary<string, string>(existing);
        foreach (var (code, caption) in incoming)
        {
            var emptyOverCaption = code == "en" && caption.Length == 0 && merged.TryGetValue("en", out var there) && there.Length > 0;
            if (!emptyOverCaption)
                merged[code] = caption;
        }

        return merged;
    }
}
