using System.Globalization;

namespace Dataflux.Benchmarks.EndToEnd;

/// <summary>What to measure.</summary>
internal sealed record ComparisonOptions
{
    internal const string Usage = """
        usage: end-to-end [--sizes 200k,2m,10m] [--runs 3] [--settings 1x1,1x2] [--tool published|built] [--work DIR]

          --sizes     items of the exports; made once, and kept in the working folder
          --runs      how often everything is measured; the table shows medians
          --settings  readers x writers of dataflux
          --tool      published: dataflux as it is installed, compiled ahead of time; built: as 'dotnet run' runs it
          --work      the working folder; the default is a folder of the system's temporary one
        """;

    internal IReadOnlyList<int> Sizes { get; private init; } = [200_000, 2_000_000, 10_000_000];

    internal int Runs { get; private init; } = 3;

    internal IReadOnlyList<(int Readers, int Writers)> Settings { get; private init; } = [(1, 1), (1, 2)];

    internal bool Published { get; private init; } = true;

    internal string Work { get; private init; } = Path.Combine(Path.GetTempPath(), "dataflux-benchmark");

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It is wrong; the message says what.</exception>
    internal static ComparisonOptions Parse(string[] arguments)
    {
        var options = new ComparisonOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : throw new FormatException($"{arguments[i]} needs a value");
            options = arguments[i] switch
            {
                "--sizes" => options with { Sizes = [.. value.Split(',').Select(Size)] },
                "--runs" => options with { Runs = Number(value) },
                "--settings" => options with { Settings = [.. value.Split(',').Select(Setting)] },
                "--tool" when value is "published" or "built" => options with { Published = value == "published" },
                "--work" => options with { Work = Path.GetFullPath(value) },
                _ => throw new FormatException($"unknown argument '{arguments[i]}'"),
            };
        }

        return options;
    }

    private static int Size(string text) => text[^1..].ToLowerInvariant() switch
    {
        "k" => Number(text[..^1]) * 1_000,
        "m" => Number(text[..^1]) * 1_000_000,
        _ => Number(text),
    };

    private static (int Readers, int Writers) Setting(string text) => text.Split('x') is [var readers, var writers]
        ? (Number(readers), Number(writers))
        : throw new FormatException($"'{text}' is no setting such as 1x2");

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"'{text}' is no number above 0");
}
