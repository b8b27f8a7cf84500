using Dataflux.Cli.Composing;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Cli.Checking;

public sealed class FiveMistakesTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Unrelated_mistakes_in_definition_and_script_are_reported_in_one_go()
    {
        _work.LoadProfile = ScriptHost.LoadHere;
        _work.With("migrations/pictures.yaml", """
            name: pictures
            profile: pictures.csx
            source:
              type: local-dynamodb
              path: ${EXPORT}
            target: { type: postgresql }
            batchsize: 500
            retryFor: soon
            """).With("migrations/pictures.csx", """
            record Row(long Id);
            [Table("picture")] record Picture([property: Key] long Id);

            Row? parseItem(Item item) => new(item.Int46("id"));
            bool filter(Picture row) => true;
            Picture? transform(IReadOnlyList<Row> rows) => new(rows[0].Id);
            """);

        Assert.Equal(ExitCode.Usage, await _work.RunAsync("check", "pictures"));

        var lines = _work.Error.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(
            [
                "migrations/pictures.yaml(5,9): error DF0007: the environment variable 'EXPORT' is not set; set it, or write "
                + "${EXPORT:-default}",
                "migrations/pictures.yaml(7,1): error DF0002: there is no key 'batchsize'; did you mean 'batchSize'?",
                "migrations/pictures.yaml(8,11): error DF0003: 'retryFor' is 'soon'; expected a time span such as 90s, 10m or 1h30m",
                "migrations/pictures.csx(4,39): error CS1061: 'Item' does not contain a definition for 'Int46' and no accessible "
                    + "extension method 'Int46' accepting a first argument of type 'Item' could be found (are you missing a using "
                    + "directive or an assembly reference?); did you mean 'Int64'?",
                "migrations/pictures.csx(5,1): error DF0105: filter takes 'Picture' but parseItem returns 'Row'; expected: bool "
                + "filter(Row row)",
            ],
            lines.Where(line => line.Contains(": error ", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(Path.Combine(_work.Folder, ".dataflux")));
    }

    [Fact]
    public async Task A_definition_without_a_name_still_has_its_script_compiled()
    {
        _work.LoadProfile = ScriptHost.LoadHere;
        _work.With("x.yaml", "profile: x.csx\nsource: { type: local-dynamodb, path: e }\ntarget: { type: postgresql }\n")
            .With("x.csx", "int x = ;\n");

        Assert.Equal(ExitCode.Usage, await _work.RunAsync("check", "x"));

        Assert.Contains("x.yaml: error DF0004: 'name' is not given", _work.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("x.csx(1,9): error CS1525", _work.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_outside_the_project_is_not_compiled()
    {
        using var elsewhere = new Workspace();
        elsewhere.With("theirs.csx", "");
        _work.With(
            "x.yaml",
            $"name: x\nprofile: {Path.Combine(elsewhere.Folder, "theirs.csx")}\nsource: {{ type: local-dynamodb, path: e }}\ntarget: {{ type: postgresql }}\n");

        Assert.Equal(ExitCode.Usage, await _work.RunAsync("check", "x"));

        Assert.Contains("DF0012", _work.Error.ToString(), StringComparison.Ordinal);
    }
}
