using System.Diagnostics;

namespace Dataflux.IntegrationTests.Checking;

/// <summary>A definition is watched while somebody edits it, its script, and what the script loads.</summary>
public sealed class WatchTests : IDisposable
{
    private const int Edits = 200;

    // The first ones pay for the compiler's own code, which is compiled at its first use.
    private const int FirstEdits = 10;
    private const long Growth = 50L << 20;

    private const string Definition = """
        name: pictures
        profile: pictures.csx
        source: { type: local-dynamodb, path: export }
        target: { type: postgresql }
        options: { edit: first }

        """;

    private const string Script = """
        #load "shared/names.csx"
        record Row(long Id, string Name);
        [Table("picture")] record Picture([property: Key] long Id, string Name, int Count);

        Row? parseItem(Item item) => item.Has("id") ? new(item.Int64("id"), Names.Clean(item.String("name"))) : null;
        long groupKey(Row row, ProfileContext ctx) => ctx.Get<string>("edit") is null ? 0 : row.Id;
        Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id, string.Join(", ", rows.Select(row => row.Name).Order()), rows.Count);

        """;

    private const string Loaded = """
        static class Names
        {
            public static string Clean(string name) => name.Trim();
        }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-watch-").FullName;

    public WatchTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "shared"));
        Save("pictures.yaml", Definition);
        Save("pictures.csx", Script);
        Save("shared/names.csx", Loaded);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_hundred_edits_are_checked_within_a_second_each_in_the_same_memory()
    {
        using var watch = new WatchedCheck(_folder, "pictures.yaml");
        await watch.RoundAsync("pictures.yaml: OK");
        var times = new List<TimeSpan>();
        long first = 0;
        for (var edit = 1; edit <= Edits; edit++)
        {
            var saved = Stopwatch.GetTimestamp();
            var said = Edit(edit);
            await watch.RoundAsync(said);
            times.Add(Stopwatch.GetElapsedTime(saved));
            if (edit == FirstEdits)
                first = watch.Memory;
        }

        var grown = watch.Memory - first;
        times.Sort();
        var (half, most, slowest) = (times[Edits / 2], times[Edits * 95 / 100], times[^1]);
        var figures = $"p50 {half.TotalMilliseconds:0} ms, p95 {most.TotalMilliseconds:0} ms, slowest {slowest.TotalMilliseconds:0} ms; "
            + $"{first >> 20} MB after {FirstEdits} edits, {grown / (double)(1 << 20):+0.0;-0.0} MB after {Edits}";
        TestContext.Current.SendDiagnosticMessage(figures);
        Assert.True(most < TimeSpan.FromSeconds(1), figures);
        Assert.True(grown < Growth, figures);
    }

    [Fact]
    public async Task A_round_tells_its_cause_and_ends_with_its_count()
    {
        using var watch = new WatchedCheck(_folder, "pictures.yaml");
        var round = await watch.RoundAsync("pictures.yaml: OK");
        Assert.Equal("check begins: pictures.yaml", round[0]);
        Assert.Matches(@"^check ends: 0 errors, 0 warnings, \d+\.\d\d s; watching 4 files, Ctrl\+C ends it$", round[^1]);

        Replace("pictures.csx", Script + "int wrong = ;\n");
        round = await watch.RoundAsync("CS1525");
        Assert.Equal("check begins: pictures.csx changed", round[0]);
        Assert.Equal(
            ["pictures.csx(8,13): error CS1525: Invalid expression term ';'", "    8 | int wrong = ;", "      |             ^"],
            round.SkipWhile(line => !line.Contains("CS1525", StringComparison.Ordinal)).Take(3));
        Assert.StartsWith("check ends: 1 error, 0 warnings", round[^1]);

        Save("dataflux.yaml", "batchsize: 5\n");
        round = await watch.RoundAsync("DF0002");
        Assert.Equal("check begins: dataflux.yaml changed", round[0]);
        Assert.StartsWith("check ends: 2 errors, 0 warnings", round[^1]);
    }

    /// <summary>Makes one edit, each time in another way, so that a compilation is needed for all of them but the definition's.</summary>
    /// <returns>What the check must say of exactly this edit.</returns>
    private string Edit(int edit)
    {
        var warning = $"#warning edit {edit};\n";
        switch (edit % 5)
        {
            case 0:
                Save("shared/names.csx", Loaded + warning);
                return $"edit {edit};";
            case 1:
                Save("pictures.csx", Script + warning + $"static int Added{edit}(int x) => x + {edit};\n");
                return $"edit {edit};";
            case 2:
                Replace("pictures.csx", Script + $"Picture wrong{edit} = 5;\n");
                return $"pictures.csx(8,{$"Picture wrong{edit} = ".Length + 1}): error CS0029";
            case 3:
                Save("pictures.yaml", Definition + $"edit{edit}: 1\n");
                return $"'edit{edit}'";
            default:
                Save("pictures.yaml", Definition);
                Replace("pictures.csx", Script + warning);
                return $"edit {edit};";
        }
    }

    private void Save(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    /// <summary>Saves as most editors do: a new file takes the old one's name.</summary>
    private void Replace(string name, string text)
    {
        Save(name + "~", text);
        File.Move(Path.Combine(_folder, name + "~"), Path.Combine(_folder, name), overwrite: true);
    }
}
