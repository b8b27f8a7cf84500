using System.Globalization;

namespace Dataflux.SampleData;

/// <summary>What to make.</summary>
internal sealed record SampleOptions
{
    internal const string Usage = """
        usage: Dataflux.SampleData --out DIR [--items 60000] [--files 4] [--seed 1] [--bad] [--settled]
               Dataflux.SampleData --out DIR --example NAME [--files 4] [--seed 1]

          --out DIR     made again; its name is the prefix of the keys in the manifests
          --items N     items of the export, in the same mix at any number
          --files M     files with items; one empty file is added, as exports have for empty partitions
          --seed S      another seed, another export; equal options give equal bytes
          --bad         adds one item of each bad kind, and EXPECTED.md that lists them
          --example E   the items of examples/E instead of pictures
          --settled     pictures that span files say the same in each: a second migration then finds nothing to change
        """;

    internal required string Folder { get; init; }

    internal int Items { get; init; } = 60_000;

    internal int Files { get; init; } = 4;

    internal long Seed { get; init; } = 1;

    internal bool Bad { get; init; }

    /// <summary>Whether the parts of a picture that spans files agree.</summary>
    internal bool Settled { get; init; }

    /// <summary>The example whose export is made; <see langword="null"/>: pictures.</summary>
    internal string? Example { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It is wrong; the message says what.</exception>
    internal static SampleOptions Parse(string[] arguments)
    {
        var options = new SampleOptions { Folder = "" };
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            options = name switch
            {
                "--bad" => options with { Bad = true },
                "--settled" => options with { Settled = true },
                "--out" => options with { Folder = Path.GetFullPath(Value()) },
                "--example" => options with { Example = Known(Value()) },
                "--items" => options with { Items = (int)Number(100, 100_000_000) },
                "--files" => options with { Files = (int)Number(1, 10_000) },
                "--seed" => options with { Seed = Number(0, long.MaxValue) },
                _ => throw new FormatException($"unknown argument '{name}'"),
            };

            string Value() => ++i < arguments.Length ? arguments[i] : throw new FormatException($"{name} needs a value");

            static string Known(string example) => Examples.ExampleExport.All.ContainsKey(example)
                ? example
                : throw new FormatException(
                    $"--example is '{example}', expected one of {string.Join(", ", Examples.ExampleExport.All.Keys)}");

            long Number(long least, long most)
            {
                var text = Value();
                return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
                    && number <= most
                    ? number
                    : throw new FormatException($"{name} is '{text}', expected a number from {least} to {most}");
            }
        }

        return options.Folder.Length > 0 ? options : throw new FormatException("--out is missing");
    }
}
