namespace Dataflux.SampleData;

/// <summary>What the rows of one picture share. Made from the seed and the picture's index alone.</summary>
internal readonly struct Picture
{
    /// <summary>Beyond this the profile's default <c>maxId</c> leaves pictures out.</summary>
    private const int OverTheLimit = 20_000_000;
    private const long Ids = 18_999_999;
    private const long Stride = 7_919_377; // coprime to the number of ids: every index has its own id

    private static readonly int[] AllLanguages = [0, 0, 0, 1, 1, 3, 4, 5, 6, 9, 11, 13, 14, 15, 16, 17, 2, 42];
    private static readonly int[] AllFormats = [85, 85, 85, 72, 72, 68, 68, 90, 12];
    private static readonly string[] Extensions =
    [
        ".jpg", ".jpg", ".jpg", ".jpg", ".jpg", ".jpg", ".jpg", ".jpeg", ".png", ".png", ".gif", ".webp",
    ];

    private readonly int[] _languages;
    private readonly int[] _formats;

    internal Picture(SampleOptions options, int index)
    {
        var random = new Randomness(options.Seed, Randomness.Topic.Picture, index);
        Id = 1 + ((index + 1) * Stride % Ids) + (random.Chance(0.002) ? OverTheLimit : 0);
        _languages = Distinct(ref random, AllLanguages, Count(random.Below(100), 55, 80, 92));
        _formats = Distinct(ref random, AllFormats, Count(random.Below(100), 44, 80, 100));
        RowsDiffer = random.Chance(0.10);
        IsSplit = random.Chance(0.01) && RowCount > 1 && (!options.Settled || (!RowsDiffer && _languages.Length > 1));
        IsSettled = IsSplit && options.Settled;
        OtherFile = random.Next();
        Agency = random.Between(1, 250);
        Width = random.Between(640, 6_000);
        Height = random.Between(480, 4_000);
        Folder = $"/img/{random.Between(2009, 2023)}/{random.Between(1, 12):00}/{random.Between(1, 28):00}/";
        Extension = random.Chance(0.003) ? "" : random.Pick(Extensions);
    }

    internal long Id { get; }

    internal int RowCount => _languages.Length * _formats.Length;

    /// <summary>Whether url, agency and dimensions differ between the rows.</summary>
    internal bool RowsDiffer { get; }

    /// <summary>Whether some rows are in a second file.</summary>
    internal bool IsSplit { get; }

    /// <summary>
    /// Whether the parts in two files agree: a language's rows are in one file, and each row has the dimensions. Then it does
    /// not matter which part is merged last, and a second migration finds the row unchanged.
    /// </summary>
    internal bool IsSettled { get; }

    internal ulong OtherFile { get; }

    internal int Agency { get; }

    internal int Width { get; }

    internal int Height { get; }

    internal string Folder { get; }

    internal string Extension { get; }

    internal int Language(int row) => _languages[row / _formats.Length];

    /// <summary>Whether the row is in the second file.</summary>
    internal bool IsInOtherFile(int row) => IsSplit && (IsSettled ? row / _formats.Length : row) % 2 != 0;

    internal int Format(int row) => _formats[row % _formats.Length];

    private static int Count(int percent, int one, int two, int three) =>
        percent < one ? 1 : percent < two ? 2 : percent < three ? 3 : 4;

    private static int[] Distinct(ref Randomness random, int[] choices, int count)
    {
        var chosen = new int[count];
        Array.Fill(chosen, -1);
        for (var i = 0; i < count;)
        {
            var choice = random.Pick(choices);
            if (Array.IndexOf(chosen, choice) < 0)
                chosen[i++] = choice;
        }

        return chosen;
    }
}
