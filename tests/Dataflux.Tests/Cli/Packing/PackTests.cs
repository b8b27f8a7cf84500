using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Dataflux.Cli.Composing;
using Dataflux.Definitions;
using Dataflux.Definitions.Packs;

namespace Dataflux.Tests.Cli.Packing;

/// <summary><c>dataflux pack</c>, and packs in the place of definitions.</summary>
public sealed class PackTests : IDisposable
{
    private readonly PackProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_pack_holds_the_definition_scripts_tests_and_items_of_every_file()
    {
        var output = await _project.RunAsync(0, "pack", "pets", "--sample", "4");

        using var zip = await ZipFile.OpenReadAsync(_project.PackPath, TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "manifest.json", "manifest.sha256", "migrations/pets.csx", "migrations/pets.tests.yaml", "migrations/pets.yaml",
                "sample/00001.jsonl", "sample/00002.jsonl", "shared/names.csx",
            ],
            zip.Entries.Select(entry => entry.FullName));
        Assert.Equal($"{PackProject.Line("a1")}\n{PackProject.Line("a2")}\n", Text(zip, "sample/00001.jsonl"));
        Assert.Equal($"{PackProject.Line("b1")}\n{PackProject.Line("b2")}\n", Text(zip, "sample/00002.jsonl"));
        Assert.Equal(_project.Text("migrations/pets.yaml"), Text(zip, "migrations/pets.yaml"));
        Assert.Equal($"{Hash(Encoding.UTF8.GetBytes(Text(zip, "manifest.json")))}  manifest.json\n", Text(zip, "manifest.sha256"));
        Assert.Contains($"SHA-256 {Hash(await File.ReadAllBytesAsync(_project.PackPath, TestContext.Current.CancellationToken))}", output);
        Assert.Contains($"Not in it: dataflux.yaml (batchSize, target); who uses the pack has their own{Environment.NewLine}", output);
        Assert.DoesNotContain(zip.Entries, entry => Text(zip, entry.FullName).Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_input_gives_the_same_bytes_in_any_folder_at_any_time()
    {
        using var other = new PackProject();
        File.SetLastWriteTimeUtc(Path.Combine(other.Folder, "migrations", "pets.csx"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        Assert.Equal(await _project.PackAsync(), await other.PackAsync());
    }

    [Fact]
    public async Task A_pack_is_checked_and_inspected_where_nothing_else_is()
    {
        await _project.PackAsync("--sample", "3");
        var profile = SecondLine(await _project.RunAsync(0, "check", "pets"));
        foreach (var folder in new[] { "migrations", "shared", "export" })
            Directory.Delete(Path.Combine(_project.Folder, folder), recursive: true);

        var check = await _project.RunAsync(0, "check", "pets.dfpack");
        var inspect = await _project.RunAsync(0, "inspect", "pets.dfpack");

        Assert.Equal(profile.Replace("migrations/", "pets.dfpack/migrations/", StringComparison.Ordinal), SecondLine(check));
        Assert.Contains("pets.dfpack: OK", check);
        Assert.Contains("Looked into pets.dfpack/sample", inspect);
        Assert.Contains("3 items, 2 files, ", inspect);
        Assert.Contains("as of 2024-05-14T11:14:20Z", inspect);
    }

    [Fact]
    public async Task The_sql_that_a_run_begins_with_comes_along_and_is_part_of_the_profile()
    {
        _project.With("migrations/pets.yaml", _project.Text("migrations/pets.yaml") + "\nonStart: ../shared/tables.sql\n")
            .With("shared/tables.sql", "create table if not exists pet (id text primary key, name text);\n");
        await _project.PackAsync();
        var profile = SecondLine(await _project.RunAsync(0, "check", "pets"));
        foreach (var folder in new[] { "migrations", "shared", "export" })
            Directory.Delete(Path.Combine(_project.Folder, folder), recursive: true);

        var check = await _project.RunAsync(0, "check", "pets.dfpack");

        Assert.Equal(profile.Replace("migrations/", "pets.dfpack/migrations/", StringComparison.Ordinal), SecondLine(check));
        Assert.Contains("shared/tables.sql", Content().Parts.Keys);
    }

    [Fact]
    public async Task A_pack_without_a_sample_needs_no_export_and_says_so_to_inspect()
    {
        Directory.Delete(Path.Combine(_project.Folder, "export"), recursive: true);
        Assert.Contains("To pack without a sample of the export: --sample 0", await _project.RunAsync(4, "pack", "pets"));

        await _project.PackAsync("--sample", "0");

        Assert.Contains("'pets.dfpack' was packed without a sample", await _project.RunAsync(2, "inspect", "pets.dfpack"));
    }

    [Fact]
    public async Task Problems_in_a_pack_are_shown_below_its_name()
    {
        _project.With(
            "migrations/pets.yaml", _project.Text("migrations/pets.yaml").Replace("../export", "${NOWHERE}", StringComparison.Ordinal));
        await _project.PackAsync("--sample", "0");
        Assert.Contains("pets.dfpack/migrations/pets.yaml(5,9): error DF0007", await _project.RunAsync(2, "check", "pets.dfpack"));

        var content = Content();
        var parts = new Dictionary<string, byte[]>(content.Parts)
        {
            ["shared/names.csx"] = "static int Trimmed(string name) => 1;"u8.ToArray(),
        };
        _project.WritePack(Described(content.Manifest, parts), parts);
        _project.With("migrations/pets.yaml", "").With("x/pets.dfpack", "");
        File.Copy(_project.PackPath, Path.Combine(_project.Folder, "x", "pets.dfpack"), overwrite: true);

        var output = await _project.RunAsync(2, "migrate", "x/pets.dfpack", "--set", "source.path=export");

        Assert.Contains("x/pets.dfpack/migrations/pets.csx(5,", output);
        Assert.Contains("error CS1503", output);
    }

    [Fact]
    public async Task What_was_changed_after_unpacking_is_put_right_before_it_is_used()
    {
        await _project.PackAsync();
        string[] check = ["check", "pets.dfpack", "--sample", "0"];
        var before = await _project.RunAsync(0, check);
        var script = Assert.Single(
            Directory.GetFiles(Path.Combine(_project.Folder, ".dataflux", "packs"), "names.csx", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(script, "static string Trimmed(string name) => \"other\";", TestContext.Current.CancellationToken);
        var stranger = Path.Combine(Path.GetDirectoryName(script)!, "stranger.jsonl");
        await File.WriteAllTextAsync(stranger, "{}", TestContext.Current.CancellationToken);

        Assert.Equal(before, await _project.RunAsync(0, check));
        Assert.False(File.Exists(stranger));
    }

    [Fact]
    public async Task What_a_definition_takes_from_its_project_is_named()
    {
        var definition = _project.Text("migrations/pets.yaml");
        _project.With("migrations/pets.yaml", definition[..definition.IndexOf("target:", StringComparison.Ordinal)]);

        Assert.Contains(
            "Not in it: dataflux.yaml (batchSize, target); who uses the pack has their own, which must give 'target': the definition "
            + "does not",
            await _project.RunAsync(0, "pack", "pets"));
    }

    [Fact]
    public async Task A_project_that_cannot_be_written_uses_packs_too()
    {
        await _project.PackAsync("--sample", "0");
        Directory.Delete(Path.Combine(_project.Folder, ".dataflux"), recursive: true);
        _project.With(".dataflux", "not a folder");

        Assert.Contains("pets.dfpack: OK", await _project.RunAsync(0, "check", "pets.dfpack"));
    }

    [Fact]
    public async Task Where_any_items_will_do_a_pack_reads_its_sample()
    {
        await _project.PackAsync("--sample", "3");
        var console = _project.Console;
        var path = new DefinitionLookup(console.WorkingDirectory).Find("pets.dfpack");

        var definition = Shipped.Composition.Reader(console).Read(path, new Overrides()).OrThrow();

        Assert.Equal(Path.Combine(_project.Folder, "export"), definition.Source.Values["path"]);
        var sample = Shipped.Composition.OnSample(definition).Source;
        Assert.Equal(
            [PackProject.Line("a1"), PackProject.Line("b1"), PackProject.Line("b2")],
            Directory.GetFiles((string)sample.Values["path"]).Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines));
        Assert.Equal("none", sample.Values["manifest"]);
        Assert.Equal("local-dynamodb", sample.Type);
    }

    [Fact]
    public async Task A_pack_that_was_altered_touches_nothing()
    {
        var pack = await _project.PackAsync("--sample", "0");
        Directory.Delete(Path.Combine(_project.Folder, ".dataflux"), recursive: true);
        var at = pack.AsSpan().IndexOf("item.String(\"id\")"u8);
        "Decimal"u8.CopyTo(pack.AsSpan(at + "item.".Length));
        await File.WriteAllBytesAsync(_project.PackPath, pack, TestContext.Current.CancellationToken);

        Assert.Contains("pets.dfpack: error DF050", await _project.RunAsync(2, "migrate", "pets.dfpack"));
        Assert.False(Directory.Exists(Path.Combine(_project.Folder, ".dataflux")));
    }

    [Theory]
    [InlineData("#load \"/etc/names.csx\"", "names.csx", "DF0113")]
    [InlineData("#load \"{project}/shared/names.csx\"", "pets.csx", "DF0506")]
    public async Task A_script_that_others_would_not_find_is_not_packed(string load, string file, string code)
    {
        _project.With("migrations/pets.csx", _project.Text("migrations/pets.csx")
            .Replace(
                "#load \"../shared/names.csx\"",
                load.Replace("{project}", _project.Folder, StringComparison.Ordinal),
                StringComparison.Ordinal));

        var output = await _project.RunAsync(2, "pack", "pets", "--sample", "0");

        Assert.Contains(file, output);
        Assert.Contains($"error {code}: ", output);
        Assert.False(File.Exists(_project.PackPath));
    }

    [Theory]
    [InlineData("pets.dfpack is packed already", "'pets.dfpack' is a pack already", "pack", "pets.dfpack")]
    [InlineData("a name of another kind", "expected a name that ends in .dfpack", "pack", "pets", "-o", "pets.zip")]
    [InlineData("too many items", "--sample is 10001; expected a number of items from 0 to 10,000", "pack", "pets", "--sample", "10001")]
    public async Task Wrong_usage_is_explained(string what, string message, params string[] arguments)
    {
        Assert.NotEmpty(what);
        await _project.PackAsync();

        Assert.Contains(message, await _project.RunAsync(2, arguments));
    }

    private PackContent Content() => PackReader.Read(File.ReadAllBytes(_project.PackPath), "pets.dfpack");

    /// <summary>A manifest that is true for other parts.</summary>
    private static PackManifest Described(PackManifest manifest, Dictionary<string, byte[]> parts) =>
        manifest with { Parts = [.. parts.Select(part => new PackPart(part.Key, part.Value.Length, Hash(part.Value)))] };

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string SecondLine(string output) => output.Split('\n')[1].TrimEnd();

    private static string Text(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }
}
