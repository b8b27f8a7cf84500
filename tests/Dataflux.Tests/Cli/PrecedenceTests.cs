using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;
using Dataflux.Profiles;

namespace Dataflux.Tests.Cli;

public sealed class PrecedenceTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_flag_beats_the_environment_beats_the_definition_beats_the_project_beats_the_default()
    {
        var flag = new Overrides();
        flag.Keys["batchSize"] = YamlScalar.Given("--batch-size", "5");

        _work.WithPictures();
        Assert.Null(_work.Read().OrThrow().Migration.BatchSize);
        _work.With("dataflux.yaml", "batchSize: 2");
        Assert.Equal(2, _work.Read().OrThrow().Migration.BatchSize);
        _work.WithPictures("batchSize: 3");
        Assert.Equal(3, _work.Read().OrThrow().Migration.BatchSize);
        _work.Set("DATAFLUX_BATCH_SIZE", "4");
        Assert.Equal(4, _work.Read().OrThrow().Migration.BatchSize);
        Assert.Equal(5, _work.Read(flag).OrThrow().Migration.BatchSize);
    }

    [Fact]
    public void A_section_whose_type_is_a_variable_keeps_its_keys()
    {
        _work.With("pictures.csx", "").Set("SOURCE", "local-dynamodb").With("pictures.yaml", """
            name: pictures
            profile: pictures.csx
            source: { type: "${SOURCE}", path: export }
            target: { type: "${TARGET:-postgresql}", host: db }
            """);

        var read = _work.Read().OrThrow();

        Assert.Equal(Path.Combine(_work.Folder, "export"), read.Source.Values["path"]);
        Assert.Equal("db", read.Target.Values["host"]);
    }

    [Fact]
    public void A_wrong_value_is_reported_even_where_it_is_overridden()
    {
        _work.WithPictures("batchSize: few").Set("DATAFLUX_BATCH_SIZE", "4");

        Assert.Equal("pictures.yaml(8,12): error DF0003: 'batchSize' is 'few'; expected a whole number", _work.Problems());
    }

    [Fact]
    public void A_wrong_flag_is_reported_by_its_name()
    {
        _work.WithPictures().Set("DATAFLUX_WRITERS", "none");
        var flag = new Overrides();
        flag.Keys["batchSize"] = YamlScalar.Given("--batch-size", "0");

        Assert.Equal("""
            --batch-size: error DF0008: 'batchSize' is 0; expected 1 to 1,000,000
            DATAFLUX_WRITERS: error DF0003: 'writers' is 'none'; expected a whole number
            """, _work.Problems(flag));
    }

    [Fact]
    public void A_dialects_options_come_from_both_files()
    {
        _work.WithPictures().With("dataflux.yaml", """
            source:
              s3-dynamodb: { bucket: "${UNUSED}" }
            target:
              type: postgresql
              host: shared
              port: 5433
              postgresql: { host: own }
            """);

        var target = _work.Read().OrThrow().Target;
        Assert.Equal(("own", 5433L), (target.Values["host"], target.Values["port"]));
    }

    [Fact]
    public void Another_source_type_leaves_the_definitions_own_options_behind()
    {
        _work.With("pictures.csx", "").With("pictures.yaml", """
            name: pictures
            profile: pictures.csx
            source: { type: s3-dynamodb, bucket: "${S3_BUCKET}" }
            target: { type: postgresql }
            """);
        var overrides = new Overrides();
        overrides.Source["type"] = YamlScalar.Given("--source-type", "local-dynamodb");
        overrides.Set("source.path=e");

        var source = _work.Read(overrides).OrThrow().Source;
        Assert.Equal(("local-dynamodb", Path.Combine(_work.Folder, "e")), (source.Type, source.Values["path"]));
    }

    [Fact]
    public void A_flag_of_another_source_is_an_error()
    {
        _work.WithPictures();
        var overrides = new Overrides();
        overrides.Source["bucket"] = YamlScalar.Given("--s3-bucket", "mine");

        Assert.Equal("--s3-bucket: error DF0002: source type 'local-dynamodb' has no key 'bucket'", _work.Problems(overrides));
    }

    [Fact]
    public void Options_keep_their_types_and_are_merged_by_name()
    {
        _work.WithPictures("""
            options:
              maxId: 20000000
              share: 0.10
              on: true
              text: "5"
              date: 2024-01-15
              nothing: ~
            """).With("dataflux.yaml", "options: { maxId: 1, shared: x }");
        var overrides = new Overrides();
        overrides.Set("on=false");

        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["maxId"] = 20_000_000L,
                ["share"] = 0.10m,
                ["on"] = false,
                ["text"] = "5",
                ["date"] = "2024-01-15",
                ["shared"] = "x",
            },
            _work.Read(overrides).OrThrow().Options.ToDictionary());
    }

    [Theory]
    [InlineData("01234", 1234.0)]
    [InlineData("1e3", 1000.0)]
    [InlineData("+7", 7.0)]
    [InlineData("0x10", null)]
    [InlineData("yes", null)]
    [InlineData("2024-01-01", null)]
    [InlineData("5", 5.0)]
    [InlineData("-5", -5.0)]
    [InlineData("012.50", 12.5)]
    [InlineData(".5", 0.5)]
    [InlineData("1_000", null)]
    [InlineData("123456789012345678901234567890123", null)]
    public void An_option_is_the_text_that_was_written_and_the_number_that_it_means(string text, double? number)
    {
        _work.WithPictures($"options: {{ written: {text} }}");
        var overrides = new Overrides();
        overrides.Set($"given={text}");
        var options = new ProfileContext(_work.Read(overrides).OrThrow().Options, default, ProfileLog.None);

        foreach (var name in new[] { "written", "given" })
        {
            Assert.Equal(text, options.Get<string>(name));
            if (number is not { } expected)
                continue;
            Assert.Equal(expected, options.Get<double>(name));
            Assert.Equal((decimal)expected, options.Get<decimal>(name));
            if (expected == Math.Truncate(expected))
                Assert.Equal((long)expected, options.Get<long?>(name));
        }
    }

    [Fact]
    public void Paths_are_relative_to_the_file_they_are_written_in()
    {
        _work.With("migrations/pictures.csx", "").With("migrations/pictures.yaml", """
            name: pictures
            profile: pictures.csx
            source: { type: local-dynamodb, path: ../export }
            target: { type: postgresql }
            """).With("dataflux.yaml", "logDir: logs\nstateDir: state");

        var definition = _work.Read(path: "migrations/pictures.yaml").OrThrow();
        Assert.Equal(Path.Combine(_work.Folder, "migrations", "pictures.csx"), definition.ProfilePath);
        Assert.Equal(Path.Combine(_work.Folder, "export"), definition.Source.Values["path"]);
        Assert.Equal(Path.Combine(_work.Folder, "logs", "run.log"), definition.LogFile);
        Assert.Equal(Path.Combine(_work.Folder, "state", "pictures"), definition.StateFolder);
        Assert.Equal(new Place(Path.Combine("migrations", "pictures.yaml"), 1, 7), definition.Places["name"]);
    }

    [Fact]
    public void State_is_beside_the_project_file_that_was_found_upward()
    {
        using var work = new Workspace().With("dataflux.yaml", "batchSize: 7").With("deep/er/x.csx", "").With("deep/er/x.yaml", """
            name: x
            profile: x.csx
            source: { type: local-dynamodb, path: e }
            target: { type: postgresql }
            """);
        var folder = Path.Combine(work.Folder, "deep", "er");
        var definition = work.Composition.Reader(work.Console with { WorkingDirectory = folder })
            .Read(Path.Combine(folder, "x.yaml"), new Overrides()).OrThrow();

        Assert.Equal(7, definition.Migration.BatchSize);
        Assert.Equal(Path.Combine(work.Folder, ".dataflux", "x"), definition.StateFolder);
    }

    [Fact]
    public void The_shipped_project_file_changes_nothing_while_no_variable_is_set()
    {
        _work.WithPictures().With("dataflux.yaml", File.ReadAllText(ShippedFile()));

        var definition = _work.Read().OrThrow();
        Assert.Empty(definition.Target.Values);
        Assert.Equal(Path.Combine(_work.Folder, ".dataflux", "pictures"), definition.LogFolder);
    }

    [Fact]
    public void The_shipped_project_file_takes_the_connection_from_the_environment()
    {
        _work.With("pictures.csx", "").With("pictures.yaml", "name: pictures\nprofile: pictures.csx\nsource: { type: s3-dynamodb }\n")
            .With("dataflux.yaml", File.ReadAllText(ShippedFile()));
        foreach (var (name, value) in new[]
        {
            ("S3_BUCKET", "b"), ("S3_PREFIX", "p"), ("AWS_REGION", "r"), ("SERVER", "h"), ("PORT", "5433"), ("PG_USER", "u"),
            ("PASSWORD", "secret"), ("DATABASE", "d"), ("DB_SSL", "require"), ("MIGRATE_LOG_DIR", "/var/log/x"),
        })
        {
            _work.Set(name, value);
        }

        var definition = _work.Read().OrThrow();
        Assert.Equal("bucket=b prefix=p region=r", Shown(definition.Source));
        Assert.Equal("host=h port=5433 user=u password=secret database=d ssl=require", Shown(definition.Target));
        Assert.Equal("/var/log/x/run.log", definition.LogFile);
        Assert.Equal(["secret"], definition.Secrets);
    }

    private static string Shown(DialectChoice choice) => string.Join(' ', choice.Values.Select(value => $"{value.Key}={value.Value}"));

    private static string ShippedFile()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Dataflux.Scripted.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the repository's root is not above the tests");

        return Path.Combine(folder, "dataflux.yaml");
    }
}
