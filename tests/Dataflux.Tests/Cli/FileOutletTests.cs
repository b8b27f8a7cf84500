using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Dataflux.Authoring.Checking.Reports;
using Dataflux.Authoring.Testing;
using Dataflux.Definitions;
using Dataflux.Definitions.Ground;
using Dataflux.Definitions.Yaml;
using Dataflux.Dialects;
using Dataflux.Engine.Coverage;
using Dataflux.Engine.Ground;
using Dataflux.Engine.Rejects;
using Dataflux.Engine.Reporting;
using Dataflux.Engine.State;
using Dataflux.Engine.Targets;
using Dataflux.Engine.Undoing;

namespace Dataflux.Tests.Cli;

/// <summary>
/// Texts of others and secrets in the files and commands that are for programs: nothing raw, and the same document to whoever reads it.
/// </summary>
public sealed class FileOutletTests : IDisposable
{
    private readonly Workspace _work = new();

    public void Dispose() => _work.Dispose();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_others_say_is_escaped_in_rejects_and_summary_and_read_back_as_it_was(int seed)
    {
        var random = new Random(seed);
        var texts = Enumerable.Range(0, 5).Select(_ => HostileText.Next(random)).ToArray();
        var reject = new Reject
        {
            Part = texts[0],
            Lines = [1],
            Stage = "parse",
            Key = texts[1],
            Records = [JsonSerializer.Serialize(texts[2])],
            Error = new RejectError(texts[3]) { Code = texts[4], Table = texts[0], Column = texts[1], Constraint = texts[2] },
        };
        var summary = ScriptedRun.Summary(RunOutcome.Failed, error: texts[0]) with { Target = texts[1], ExportId = texts[2] };

        var line = Encoding.UTF8.GetString(
            RejectLine.Format(reject, [new OriginalLine(Encoding.UTF8.GetBytes(texts[4]), IsWellFormed: false)]));
        var report = Encoding.UTF8.GetString(SummaryFile.Format(summary));

        HostileText.AssertSafe(line);
        HostileText.AssertSafe(report);
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        var told = JsonDocument.Parse(line).RootElement;
        Assert.Equal(
            (texts[0], texts[1], texts[4]), (Text(told, "file"), Text(told, "key"), Text(told.GetProperty("items")[0], "malformed")));
        Assert.Equal(texts[3], Text(told.GetProperty("error"), "message"));
        Assert.Equal((texts[0], texts[1], texts[2]), Fields(JsonDocument.Parse(report).RootElement));

        static (string, string, string) Fields(JsonElement summary) =>
            (Text(summary, "error"), Text(summary, "target"), Text(summary, "exportId"));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_others_say_is_escaped_in_what_was_not_read_and_in_what_an_undo_left(int seed)
    {
        var random = new Random(seed);
        var (name, text) = (HostileText.Next(random), HostileText.Next(random));
        CoverageFile.Write(_work.Folder, new CoverageFindings(1, [new UnreadAttribute(name, 1) { Example = text }]));
        var left = new UndoLeft("picture", new Dictionary<string, string?> { ["id"] = name }, ChangedSince: false, text);
        await UndoFile.WriteAsync(_work.Folder, new[] { left }.ToAsyncEnumerable(), _ => { });

        var (unread, undo) = (File.ReadAllText(
            Path.Combine(_work.Folder, "coverage.json")), File.ReadAllText(UndoFile.PathIn(_work.Folder)));

        HostileText.AssertSafe(unread);
        HostileText.AssertSafe(undo);
        Assert.Equal((name, text), (CoverageFile.Read(_work.Folder)!.Unread[0].Name, CoverageFile.Read(_work.Folder)!.Unread[0].Example));
        Assert.Equal(
            (name, text),
            (Text(JsonDocument.Parse(undo).RootElement.GetProperty("key"), "id"), Text(JsonDocument.Parse(undo).RootElement, "reason")));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_others_say_is_escaped_in_results_for_build_servers(int seed)
    {
        var random = new Random(seed);
        var results = Results(HostileText.Next(random), HostileText.Next(random), HostileText.Next(random), new Secrets());

        HostileText.AssertSafe(results.Text);
        Assert.Single(results.Suite.Elements("testcase"));
    }

    [Theory]
    [InlineData("error")]
    [InlineData("title")]
    [InlineData("file=")]
    [InlineData("DF00")]
    [InlineData("1234")]
    public void A_secret_that_is_a_word_of_a_runners_command_leaves_it_a_command(string secret)
    {
        _work.Set("PGPASSWORD", secret);
        var console = _work.Console.Guarded(ShippedDialects.Registry.SecretVariables);

        new GitHubReport(console.CommandOut, console.Secrets).Found(
            new Problem("pictures.yaml", 1234, 5, "XY0001", $"the server said {secret}"));

        Assert.Equal("::error file=pictures.yaml,line=1234,col=5,title=XY0001::the server said ***", _work.Out.ToString().TrimEnd());
    }

    [Theory]
    [InlineData("testsuite")]
    [InlineData("name")]
    [InlineData("1234")]
    [InlineData("p@ss\"w/<ord")]
    public void A_secret_that_is_a_word_of_the_results_leaves_them_readable(string secret)
    {
        var secrets = new Secrets();
        secrets.Add([secret]);

        var results = Results("pictures.tests.yaml", $"says {secret}", $"no login with {secret}", secrets);

        var test = results.Suite.Elements("testcase").Single();
        Assert.Equal(("says ***", "1234"), (Said(test, "name"), Said(test, "line")));
        Assert.EndsWith(": no login with ***", Said(test.Element("failure")!, "message"), StringComparison.Ordinal);

        static string Said(XElement element, string attribute) => element.Attribute(attribute)!.Value;
    }

    private (string Text, XElement Suite) Results(string file, string name, string failure, Secrets secrets)
    {
        var place = new Place("pictures.tests.yaml", 1234, 1);
        var test = new TestCase { Name = name, Place = place, Map = new YamlMap(place, []), Files = [] };
        var path = Path.Combine(_work.Folder, "results.xml");
        var report = new JUnitReport(secrets);
        report.Add(
            new TestsFile { Path = path, Shown = file, Text = "" },
            [new Dataflux.Authoring.Testing.TestResult(test, new Dictionary<string, JsonNode?>(), [], failure, TimeSpan.FromSeconds(1))]);

        report.Save(path);
        return (File.ReadAllText(path), XDocument.Load(path).Root!.Elements("testsuite").Single());
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
