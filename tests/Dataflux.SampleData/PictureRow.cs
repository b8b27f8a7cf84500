namespace Dataflux.SampleData;

/// <summary>Writes one item of a picture: one language, one format.</summary>
internal static class PictureRow
{
    private const int Attributes = 12;

    internal static void Write(ItemLine line, long seed, int pictureIndex, in Picture picture, int row)
    {
        var random = new Randomness(seed, Randomness.Topic.Row, ((long)pictureIndex << 8) | (uint)row);
        Span<int> order = stackalloc int[Attributes];
        for (var i = 0; i < Attributes; i++)
            order[i] = i;

        random.Shuffle(order);
        var numberAsText = random.Chance(0.002) ? 1 : random.Chance(0.002) ? random.Between(2, 4) : 0;
        line.Begin();
        foreach (var attribute in order)
            WriteAttribute(line, ref random, picture, row, attribute, asText: attribute == numberAsText && numberAsText > 0);

        line.End();
    }

    private static void WriteAttribute(ItemLine line, ref Randomness random, in Picture picture, int row, int attribute, bool asText)
    {
        var (language, format) = (picture.Language(row), picture.Format(row));
        var variation = picture.RowsDiffer ? random.Below(3) : 0;
        switch (attribute)
        {
            case 0: line.PlainText("id", $"{picture.Id}-{language}-{format}"); break;
            case 1: line.Number("pictureId", picture.Id, asText); break;
            case 2: line.Number("languageId", language, asText); break;
            case 3: line.Number("agencyId", picture.Agency + variation, asText); break;
            case 4: line.Number("formatId", format, asText); break;
            case 5:
                line.PlainText(
                "url",
                $"{picture.Folder}{picture.Id}{(variation == 0 ? "" : $"_{variation}")}{(variation == 2 ? "" : picture.Extension)}"); break;
            case 6: WriteCaption(line, ref random, language); break;
            case 7: WriteOptional(line, ref random, "formatPictureId", (picture.Id * 3) + (format % 3), 0.70, 0.20); break;
            case 8: WriteOptional(line, ref random, "originalWidth", picture.Width + variation, picture.IsSettled ? 1 : 0.80, 0.15); break;
            case 9:
                WriteOptional(
                line, ref random, "originalHeight", picture.Height + variation, picture.IsSettled ? 1 : 0.80, 0.15); break;
            case 10: WriteOptional(line, ref random, "x", random.Below(1_000), 0.20, 0.30); break;
            default: WriteOptional(line, ref random, "y", random.Below(1_000), 0.20, 0.30); break;
        }
    }

    private static void WriteCaption(ItemLine line, ref Randomness random, int language)
    {
        var kind = random.Below(100);
        if (kind < 4)
            line.Null("caption");
        else if (kind < 9)
            line.PlainText("caption", "");
        else if (kind >= 15) // the others have none
            line.Text("caption", Captions.Make(ref random, language), escapeAll: random.Chance(0.05));
    }

    private static void WriteOptional(ItemLine line, ref Randomness random, string name, long value, double present, double isNull)
    {
        if (random.Chance(present))
            line.Number(name, value);
        else if (random.Chance(isNull / (1 - present)))
            line.Null(name);
    }
}
