using System.IO.Compression;

namespace Dataflux.Tests.Cli.Packing;

/// <summary>A folder of profiles and shared code that several definitions use.</summary>
public sealed class ProfileFolderTests : IDisposable
{
    private readonly PackProject _project = new();

    public ProfileFolderTests()
    {
        _project.With("profiles/pets.csx", _project.Text("migrations/pets.csx"))
            .With("profiles/birds.csx", """
            #load "../shared/birds/names.csx"
            record Row(string Id, string Name);
            [Table("bird")]
            record Bird([property: Key] string Id, string Name);
            Row? parseItem(Item item) => new(item.String("id"), Shout(item.String("name")));
            Bird transform(Row row) => new(row.Id, row.Name);
            """)
            .With(
                "shared/birds/names.csx", "#load \"../names.csx\"\nstatic string Shout(string name) => Trimmed(name).ToUpperInvariant();\n")
            .With("migrations/dogs.yaml", Definition("dogs", "pets")).With("migrations/cats.yaml", Definition("cats", "pets"))
            .With("migrations/birds.yaml", Definition("birds", "birds"));
    }

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Several_definitions_use_one_profile_and_several_profiles_one_script()
    {
        var profiles = (await _project.RunAsync(0, "check", "dogs", "cats", "birds")).Split('\n')
            .Where(line => line.StartsWith("script: ", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, profiles.Count);
        Assert.Equal(profiles[0], profiles[1]);
        Assert.NotEqual(profiles[0], profiles[2]);
    }

    [Fact]
    public async Task A_mistake_in_a_shared_script_is_shown_where_it_is_for_all_that_load_it()
    {
        _project.With("shared/names.csx", "static string Trimmed(string name) =>\n    name.Tirm();\n");

        var output = await _project.RunAsync(2, "check", "dogs", "birds");

        Assert.Equal(1, output.Split("shared/names.csx(2,10): error CS1061").Length - 1);
        Assert.DoesNotContain("..", output.Split('(')[0]);
    }

    [Fact]
    public async Task A_change_of_a_shared_script_is_a_change_of_every_profile_that_loads_it()
    {
        var before = await _project.RunAsync(0, "check", "birds");
        _project.With("shared/names.csx", _project.Text("shared/names.csx") + "// changed\n");

        Assert.NotEqual(before, await _project.RunAsync(0, "check", "birds"));
    }

    [Fact]
    public async Task A_pack_keeps_the_folders_that_its_files_have_to_each_other()
    {
        await _project.RunAsync(0, "pack", "birds", "--sample", "1");

        using var zip = await ZipFile.OpenReadAsync(Path.Combine(_project.Folder, "birds.dfpack"), TestContext.Current.CancellationToken);
        Assert.Equal(
            ["migrations/birds.yaml", "profiles/birds.csx", "shared/birds/names.csx", "shared/names.csx"],
            zip.Entries.Select(entry => entry.FullName)
                .Where(name => name.Contains('/', StringComparison.Ordinal) && !name.StartsWith("sample/", StringComparison.Ordinal)));
    }

    private static string Definition(string name, string profile) =>
        $"name: {name}\nprofile: ../profiles/{profile}.csx\nsource: {{ type: local-dynamodb, path: ../export }}\ntarget: {{ type: postgresql }}\n";
}
