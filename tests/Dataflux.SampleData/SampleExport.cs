namespace Dataflux.SampleData;

/// <summary>Which item goes into which file; and the making of the files, one after the other.</summary>
internal sealed class SampleExport(SampleOptions options)
{
    private const double PictureShare = 0.85;

    // Kinds of an item's number, in its upper bits; a picture's row is (picture's index << 8 | row).
    private const long Other = 1L << 62;
    private const long Bad = 1L << 61;

    private readonly List<(int Picture, int Home)> _split = [];
    private readonly List<(string File, int Line, BadItem Item)> _badLines = [];
    private int[] _firstPicture = [];
    private int _lastRows;

    internal void Write()
    {
        PlacePictures();
        var writer = new ExportWriter(options);
        var line = new ItemLine();
        for (var file = 0; file < options.Files; file++)
        {
            var items = ItemsOf(file);
            new Randomness(options.Seed, Randomness.Topic.File, file).Shuffle(items.AsSpan());
            writer.WriteFile(file, items.Length, (name, number) =>
            {
                Make(line, items[number], name, number + 1);
                return line;
            });
        }

        writer.WriteFile(options.Files, 0, (_, _) => line);
        writer.WriteManifests();
        if (options.Bad)
            File.WriteAllText(Path.Combine(options.Folder, "EXPECTED.md"), ExpectedRejects.Text(_badLines));
    }

    /// <summary>Spreads pictures over the files so that each holds about the same number of rows.</summary>
    private void PlacePictures()
    {
        var rows = (int)(options.Items * PictureShare);
        _firstPicture = new int[options.Files + 1];
        var (picture, placed) = (0, 0);
        for (var file = 0; file < options.Files; file++)
        {
            _firstPicture[file] = picture;
            var end = (int)((long)rows * (file + 1) / options.Files);
            while (placed < end)
            {
                var next = new Picture(options, picture);
                _lastRows = Math.Min(next.RowCount, rows - placed);
                placed += _lastRows;
                if (next.IsSplit && options.Files > 1)
                    _split.Add((picture, file));

                picture++;
            }
        }

        _firstPicture[options.Files] = picture;
    }

    private long[] ItemsOf(int file)
    {
        var items = new List<long>((options.Items / options.Files) + 1_000);
        for (var index = _firstPicture[file]; index < _firstPicture[file + 1]; index++)
            AddRows(items, index, file, home: file);

        foreach (var (picture, home) in _split)
        {
            if (home != file)
                AddRows(items, picture, file, home);
        }

        var others = options.Items - (int)(options.Items * PictureShare);
        for (var index = file; index < others; index += options.Files)
            items.Add(Other | (uint)index);

        for (var index = file; options.Bad && index < BadItem.All.Count; index += options.Files)
            items.Add(Bad | (uint)index);

        return [.. items];
    }

    private void AddRows(List<long> items, int index, int file, int home)
    {
        var picture = new Picture(options, index);
        var rows = index == _firstPicture[^1] - 1 ? _lastRows : picture.RowCount;
        var otherFile = options.Files == 1 || !picture.IsSplit
            ? home
            : (home + 1 + (int)(picture.OtherFile % (ulong)(options.Files - 1))) % options.Files;
        for (var row = 0; row < rows; row++)
        {
            if ((picture.IsInOtherFile(row) ? otherFile : home) == file)
                items.Add(((long)index << 8) | (uint)row);
        }
    }

    private void Make(ItemLine line, long item, string file, int lineNumber)
    {
        if ((item & Other) != 0)
        {
            OtherItem.Write(line, options.Seed, (int)(item & int.MaxValue));
        }
        else if ((item & Bad) != 0)
        {
            var bad = BadItem.All[(int)(item & int.MaxValue)];
            line.Whole(bad.Line);
            _badLines.Add((file, lineNumber, bad));
        }
        else
        {
            var index = (int)(item >> 8);
            PictureRow.Write(line, options.Seed, index, new Picture(options, index), (int)(item & 0xff));
        }
    }
}
