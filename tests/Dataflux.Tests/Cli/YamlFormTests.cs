namespace Dataflux.Tests.Cli;

/// <summary>Forms of YAML that people use, and those that only an attacker does.</summary>
public sealed class YamlFormTests : IDisposable
{
    private readonly Workspace _work = new Workspace().With("pictures.csx", "// a script");

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    [InlineData("[{a: ", "}]")]
    public void YAML_of_any_depth_is_one_problem(string open, string close)
    {
        const int Depth = 100_000;
        var deep = string.Concat(Enumerable.Repeat(open, Depth)) + string.Concat(Enumerable.Repeat(close, Depth));

        _work.With("pictures.yaml", $"name: pictures\noptions: {deep}\n");

        Assert.Matches(
            @"^pictures.yaml\(2,[0-9]+\): error DF0001: not YAML: values are nested more than 64 levels deep here; look at this line and the one before it$",
            _work.Problems());
    }

    [Fact]
    public void Depth_that_aliases_add_up_is_the_same_problem()
    {
        var lines = Enumerable.Range(1, 1000).Select(i => $"  a{i}: &a{i} [*a{i - 1}]");

        _work.With("pictures.yaml", $"name: pictures\noptions:\n  a0: &a0 []\n{string.Join('\n', lines)}\n");

        Assert.Contains("nested more than 64 levels deep", _work.Problems(), StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_keys_are_taken_and_what_a_map_says_itself_wins()
    {
        _work.With("pictures.yaml", """
            options: &first
              host: a.example
              user: anna
            name: pictures
            profile: pictures.csx
            source: { type: local-dynamodb, path: export }
            target:
              <<: [*first, { user: berta, database: pictures }]
              type: postgresql
              user: carla
            """);

        var target = _work.Read().OrThrow().Target.Values;

        Assert.Equal("a.example", target["host"]);
        Assert.Equal("pictures", target["database"]);
        Assert.Equal("carla", target["user"]);
    }

    [Fact]
    public void A_merge_of_something_else_than_a_map_is_refused_by_name()
    {
        _work.WithPictures("options: { <<: 5 }");

        Assert.Equal("pictures.yaml(8,16): error DF0003: '<<' is '5'; expected a map such as *base, or a list of maps", _work.Problems());
    }

    [Theory]
    [InlineData("~", "")]
    [InlineData("~/export", "export")]
    public void A_tilde_is_the_home_folder(string path, string below)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

        _work.WithPictures($"stateDir: '{path}'");

        Assert.Equal(Path.Combine(home, below, "pictures"), _work.Read().OrThrow().StateFolder);
    }

    [Fact]
    public void Another_users_home_is_refused_by_name()
    {
        _work.WithPictures("stateDir: ~anna/state");

        Assert.Equal(
            "pictures.yaml(8,11): error DF0008: 'stateDir' is '~anna/state', and dataflux knows no home folder for it; write the folder's "
            + "full path, or ${HOME}",
            _work.Problems());
    }
}
