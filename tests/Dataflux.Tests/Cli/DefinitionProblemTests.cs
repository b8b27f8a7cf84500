using Dataflux.Definitions.Yaml;

using Dataflux.Engine.Ground;
namespace Dataflux.Tests.Cli;

public sealed class DefinitionProblemTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Unrelated_mistakes_are_reported_together_with_their_places()
    {
        _work.With("pictures.yaml", """
            name: pictures
            profile: picture.csx
            source:
              type: s3-dynamodb
              bucket: ${S3_BUCKET}
              prefx: exports/
            target: { type: postgres }
            batchsize: 500
            readers: many
            name: again
            maxRejects: 120%
            retryFor: soon
            """).With("pictures.csx", "");

        Assert.Equal("""
            pictures.yaml(2,10): error DF0006: there is no profile 'picture.csx'; did you mean 'pictures.csx'?
            pictures.yaml(5,11): error DF0007: the environment variable 'S3_BUCKET' is not set; set it, or write ${S3_BUCKET:-default}
            pictures.yaml(6,3): error DF0002: source type 's3-dynamodb' has no key 'prefx'; did you mean 'prefix'?
            pictures.yaml(7,17): error DF0009: there is no target type 'postgres'; expected postgresql; did you mean 'postgresql'?
            pictures.yaml(8,1): error DF0002: there is no key 'batchsize'; did you mean 'batchSize'?
            pictures.yaml(9,10): error DF0003: 'readers' is 'many'; expected a whole number
            pictures.yaml(10,1): error DF0005: 'name' is given twice, first in line 1; remove one
            pictures.yaml(11,13): error DF0003: 'maxRejects' is '120%'; expected a number of items such as 100, or a share such as 1%
            pictures.yaml(12,11): error DF0003: 'retryFor' is 'soon'; expected a time span such as 90s, 10m or 1h30m
            """, _work.Problems());
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        _work.With("pictures.yaml", "source: { type: s3-dynamodb }\n");

        Assert.Equal("""
            pictures.yaml: error DF0004: 'name' is not given; write 'name: …'. The migration's name, in logs and as its state folder.
            pictures.yaml: error DF0004: 'profile' is not given; write 'profile: …'. The profile: a .csx file, relative to the definition.
            pictures.yaml: error DF0004: 'target' has no 'type'; expected postgresql
            pictures.yaml(1,1): error DF0004: source type 's3-dynamodb' needs 'bucket': The bucket.
            """, _work.Problems());
    }

    [Fact]
    public void Mistakes_of_both_files_are_reported_together()
    {
        _work.WithPictures("writers: 0").With("dataflux.yaml", """
            name: shared
            target:
              postgresql: { hots: db }
            stateDirr: x
            """);

        Assert.Equal("""
            pictures.yaml(8,10): error DF0008: 'writers' is 0; expected 1 to 64
            dataflux.yaml(1,1): error DF0011: 'name' belongs to one migration; write it in the definition
            dataflux.yaml(3,17): error DF0002: target type 'postgresql' has no key 'hots'; did you mean 'host'?
            dataflux.yaml(4,1): error DF0002: there is no key 'stateDirr'; did you mean 'stateDir'?
            """, string.Join('\n', _work.Read().Problems.OrderByDescending(problem => problem.Path, StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("name: pictures\nsource: [unclosed\ntarget: x\n", 2)]
    [InlineData("name: pictures\nsource: {a: 1\n", 3)]
    [InlineData("name: \"pictures\nsource: x\n", 1)]
    [InlineData("name: pictures\n  source: x\n", 2)]
    [InlineData("name: *nothing\n", 1)]
    [InlineData("name: a\n---\nname: b\n", 2)]
    public void Bad_syntax_has_its_place(string text, int line)
    {
        _work.With("pictures.yaml", text);

        var problem = _work.Read().Problems.First(problem => problem.Code == ProblemCode.Syntax);
        Assert.Equal(line, problem.Line);
        Assert.True(problem.Column > 0);
    }

    [Fact]
    public void A_damaged_file_never_gets_past_the_reader_as_an_exception()
    {
        var text = File.ReadAllText(
            Path.Combine(_work.WithPictures("options: { a: [1, \"x\"], b: 'c', d: &e 5, f: *e }\nlimit: |\n  5").Folder, "pictures.yaml"));
        const string Marks = "[]{}:,&*'\"|>-?%@#\t\n !$";
        var random = new Random(20240115);
        for (var i = 0; i < 3_000; i++)
        {
            var damaged = text.ToCharArray();
            for (var change = 0; change < 3; change++)
                damaged[random.Next(damaged.Length)] = Marks[random.Next(Marks.Length)];

            var problems = new List<Dataflux.Engine.Ground.Problem>();
            var map = YamlReader.Read("x.yaml", new string(damaged, 0, random.Next(damaged.Length)), problems);
            Assert.True(map is not null || problems.Count > 0);
        }
    }

    [Fact]
    public void A_map_where_a_plain_value_belongs_is_an_error()
    {
        _work.WithPictures("batchSize: { a: 1 }\noptions: [1, 2]");

        Assert.Equal("""
            pictures.yaml(8,12): error DF0003: 'batchSize' is a map of keys; expected a whole number
            pictures.yaml(9,10): error DF0003: 'options' is a list; expected keys with plain values
            """, _work.Problems());
    }

    [Fact]
    public void A_profile_outside_the_project_needs_permission()
    {
        using var elsewhere = new Workspace();
        elsewhere.With("theirs.csx", "");
        var path = Path.Combine(elsewhere.Folder, "theirs.csx");
        var text = $"name: x\nprofile: {path}\nsource: {{ type: local-dynamodb, path: e }}\ntarget: {{ type: postgresql }}\n";

        _work.With("pictures.yaml", text);
        Assert.Equal(ProblemCode.OutsideProject, Assert.Single(_work.Read().Problems).Code);

        _work.With("pictures.yaml", text + "allowOutside: true\n");
        Assert.Equal(path, _work.Read().OrThrow().ProfilePath);
    }

    [Fact]
    public void A_folder_whose_name_begins_like_the_projects_is_outside_of_it()
    {
        var sibling = Directory.CreateDirectory(_work.Folder + "-evil");
        try
        {
            File.WriteAllText(Path.Combine(sibling.FullName, "theirs.csx"), "");
            _work.With(
                "pictures.yaml",
                $"name: x\nprofile: ../{sibling.Name}/theirs.csx\nsource: {{ type: local-dynamodb, path: e }}\ntarget: {{ type: postgresql }}\n");

            Assert.Equal(ProblemCode.OutsideProject, Assert.Single(_work.Read().Problems).Code);
        }
        finally
        {
            sibling.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_secret_of_the_wrong_kind_is_not_repeated()
    {
        _work.WithPictures("profileSha256: 12");
        _work.With("dataflux.yaml", "target: { ssl: hunter2, password: [hunter3] }");

        var problems = _work.Problems();
        Assert.DoesNotContain("hunter3", problems, StringComparison.Ordinal);
        Assert.Contains(
            "dataflux.yaml(1,16): error DF0008: 'ssl' is 'hunter2'; expected disable or require", problems, StringComparison.Ordinal);
        Assert.Contains(
            "pictures.yaml(8,16): error DF0003: 'profileSha256' is '12'; expected a SHA-256", problems, StringComparison.Ordinal);
    }
}
