using System.Text.Json;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Cli.Checking;

/// <summary>The forms in which <c>check</c> says what it found: the same two findings in each.</summary>
public sealed class CheckReportTests : IDisposable
{
    private readonly Workspace _work = new();

    public CheckReportTests()
    {
        _work.WithPictures().With("pictures.csx", "// first\n\tvar 画像 = transfrom();\n").With("wrong.yaml", "name: wrong\nprofile: "
            + "pictures.csx\nbatchsize: 5\nsource: { type: local-dynamodb, path: e }\ntarget: { type: postgresql }\n");
        _work.LoadProfile = _ => ScriptedRun.Loaded(_ => ScriptedRun.Summary()) with
        {
            Problems = [new Problem("pictures.csx", 2, 11, "DF0108", "100% of 'x, y: z'\nis wrong")],
            Warnings = [new Problem("pictures.csx", 1, 1, "CS1030", "look") { IsWarning = true }],
        };
    }

    private string Out => _work.Out.ToString().ReplaceLineEndings("\n");

    private string Error => _work.Error.ToString().ReplaceLineEndings("\n");

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Text_has_the_source_line_and_a_caret_below_each_problem_and_one_hint()
    {
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("check", "wrong", "pictures"));

        Assert.Equal("""
            wrong.yaml(3,1): error DF0002: there is no key 'batchsize'; did you mean 'batchSize'?
                3 | batchsize: 5
                  | ^
            pictures.csx(2,11): error DF0108: 100% of 'x, y: z'
              is wrong
                2 |     var 画像 = transfrom();
                  |                ^
            pictures.csx(1,1): warning CS1030: look
                1 | // first
                  | ^
            'dataflux explain DF0002 DF0108 CS1030' tells more

            """, Error);
        Assert.Equal("definition: local-dynamodb to postgresql\n", Out);
    }

    [Fact]
    public async Task GitHub_has_a_workflow_command_for_each_problem_on_standard_output_alone()
    {
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("check", "wrong", "pictures", "--format", "github"));

        Assert.Equal("""
            ::error file=wrong.yaml,line=3,col=1,title=DF0002::there is no key 'batchsize'; did you mean 'batchSize'?
            ::error file=pictures.csx,line=2,col=11,title=DF0108::100%25 of 'x, y: z'%0Ais wrong
            ::warning file=pictures.csx,line=1,col=1,title=CS1030::look

            """, Out);
        Assert.Empty(Error);
    }

    [Fact]
    public async Task GitHub_escapes_what_separates_properties()
    {
        _work.With("a,b:c%.yaml", "name: x\n");

        await _work.RunAsync("check", "a,b:c%.yaml", "--format", "github");

        Assert.StartsWith("::error file=a%2Cb%3Ac%25.yaml,title=DF0004::'profile' is not given", Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_definitions_and_problems_on_standard_output_alone()
    {
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("check", "wrong", "pictures", "--format", "json"));

        Assert.Equal("""
            {
              "version": 1,
              "passed": false,
              "definitions": [
                {
                  "path": "wrong.yaml",
                  "passed": false,
                  "layers": []
                },
                {
                  "path": "pictures.yaml",
                  "passed": false,
                  "layers": [
                    {
                      "name": "definition",
                      "summary": "local-dynamodb to postgresql",
                      "details": []
                    }
                  ]
                }
              ],
              "problems": [
                {
                  "severity": "error",
                  "code": "DF0002",
                  "title": "There is no such key",
                  "path": "wrong.yaml",
                  "line": 3,
                  "column": 1,
                  "message": "there is no key 'batchsize'; did you mean 'batchSize'?",
                  "source": "batchsize: 5"
                },
                {
                  "severity": "error",
                  "code": "DF0108",
                  "title": "A function is called by nobody, and nearly has a name of the contract",
                  "path": "pictures.csx",
                  "line": 2,
                  "column": 11,
                  "message": "100% of 'x, y: z'\nis wrong",
                  "source": "\tvar 画像 = transfrom();"
                },
                {
                  "severity": "warning",
                  "code": "CS1030",
                  "title": null,
                  "path": "pictures.csx",
                  "line": 1,
                  "column": 1,
                  "message": "look",
                  "source": "// first"
                }
              ]
            }

            """, Out);
        Assert.Empty(Error);
    }

    [Fact]
    public async Task Sarif_has_a_result_for_each_problem_whose_rule_is_the_catalogues()
    {
        _work.With("with space/wrong.yaml", "name: wrong\n\tprofile: x\n");

        Assert.Equal(ExitCode.Usage, await _work.RunAsync("check", "with space/wrong.yaml", "pictures", "--format", "sarif"));

        Assert.Empty(Error);
        var log = JsonDocument.Parse(Out).RootElement;
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        var run = Assert.Single(log.GetProperty("runs").EnumerateArray());
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(rules.Count, rules.Select(rule => rule.GetProperty("id").GetString()).Distinct().Count());
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(
            ["DF0001 error with%20space/wrong.yaml 2", "DF0108 error pictures.csx 2", "CS1030 warning pictures.csx 1"],
            results.Select(result =>
            {
                var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
                return $"{result.GetProperty("ruleId")} {result.GetProperty("level")} "
                    + $"{place.GetProperty("artifactLocation").GetProperty("uri")} "
                    + place.GetProperty("region").GetProperty("startLine");
            }));
        Assert.All(results, result => Assert.Equal(
            result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString()));
        Assert.Equal(
            "A function is called by nobody, and nearly has a name of the contract",
            rules.Single(rule => rule.GetProperty("id").GetString() == "DF0108").GetProperty("shortDescription").GetProperty("text")
                .GetString());
    }

    [Fact]
    public async Task A_variable_of_the_environment_is_a_place_in_sarif_but_no_file()
    {
        _work.WithPictures().Set("DATAFLUX_BATCH_SIZE", "many");

        await _work.RunAsync("check", "pictures", "--format", "sarif");

        var location = JsonDocument.Parse(Out).RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0];
        Assert.Equal("DATAFLUX_BATCH_SIZE", location.GetProperty("logicalLocations")[0].GetProperty("fullyQualifiedName").GetString());
        Assert.False(location.TryGetProperty("physicalLocation", out _));
    }

    [Fact]
    public async Task Warnings_alone_are_shown_and_fail_nothing()
    {
        _work.LoadProfile = _ => ScriptedRun.Loaded(_ => ScriptedRun.Summary()) with
        {
            Warnings = [new Problem("pictures.csx", 1, 4, "CS1030", "look") { IsWarning = true }],
        };

        Assert.Equal(ExitCode.Complete, await _work.RunAsync("check", "pictures"));
        Assert.StartsWith("pictures.csx(1,4): warning CS1030: look\n    1 | // first\n      |    ^\n", Error, StringComparison.Ordinal);
        Assert.EndsWith("pictures.yaml: OK\n", Out, StringComparison.Ordinal);
    }
}
