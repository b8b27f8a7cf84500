namespace Dataflux.IntegrationTests.Pictures;

/// <summary>
/// The table that the pictures migration must end with, worked out slowly and plainly from its written description alone.
/// Shares no code with the profile or the tool, so that a mistake has to be made twice to stay hidden.
/// </summary>
internal static class ExpectedPictures
{
    /// <summary>The expected table as text, to be compared with <see cref="PictureTable.Dump"/>.</summary>
    internal static string Dump(string exportFolder, long? maxId) => PictureDump.Text(Table(exportFolder, maxId).Values);

    /// <summary>The expected table by id.</summary>
    internal static SortedDictionary<long, ExpectedPicture> Table(string exportFolder, long? maxId)
    {
        var (files, exportTime) = ExportLines.Read(exportFolder);
        return Table(files, maxId, exportTime);
    }

    /// <summary>The expected table of files whose lines are given, in their order.</summary>
    internal static SortedDictionary<long, ExpectedPicture> Table(
        IEnumerable<IReadOnlyList<byte[]>> files, long? maxId, DateTimeOffset exportTime)
    {
        var table = new SortedDictionary<long, ExpectedPicture>();
        foreach (var lines in files)
        {
            var rows = lines.Select(ExpectedRow.Parse).OfType<ExpectedRow>().Where(row => maxId is null || row.PictureId < maxId);
            foreach (var group in rows.GroupBy(row => row.PictureId))
            {
                var incoming = ExpectedPicture.Of([.. group], exportTime);
                if (incoming.HoldsNul)
                    continue; // PostgreSQL refuses it: the record is rejected

                table[incoming.Id] = table.TryGetValue(incoming.Id, out var existing) ? ExpectedMerge.Merge(existing, incoming) : incoming;
            }
        }

        return table;
    }
}
