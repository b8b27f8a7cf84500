using System.Text.RegularExpressions;
using Dataflux.Authoring.Explaining;
using Dataflux.Engine.Ground;

namespace Dataflux.Tests.Cli.Explaining;

public sealed class ErrorCatalogueTests : IDisposable
{
    private readonly Workspace _work = new();

    private string Out => _work.Out.ToString().ReplaceLineEndings("\n");

    public void Dispose() => _work.Dispose();

    [Fact]
    public void Every_code_is_in_the_catalogue_and_the_other_way_round()
    {
        Assert.Equal(Codes().Select(code => code.Value).Order(StringComparer.Ordinal), ErrorCatalogue.All.Select(entry => entry.Code));
    }

    [Fact]
    public void Every_code_is_written_down_in_one_place_and_used_in_another()
    {
        var catalogue = $"{Path.DirectorySeparatorChar}Explaining{Path.DirectorySeparatorChar}";
        var sources = Repository.Files("*.cs", "src")
            .Where(file => !file.Contains(catalogue, StringComparison.Ordinal) && Path.GetFileName(file) != "ProblemCode.cs")
            .ToDictionary(file => file, File.ReadAllText);

        Assert.Empty(sources.Where(source => Regex.IsMatch(source.Value, "\"DF[0-9]{4}\"")).Select(source => source.Key));
        var used = sources.Values.SelectMany(text => Regex.Matches(text, @"\bProblemCode\.(\w+)")).Select(match => match.Groups[1].Value);
        Assert.Equal(Codes().Select(code => code.Key).Order(), used.Distinct().Order());
    }

    [Fact]
    public void Every_entry_says_what_it_means_and_what_to_do()
    {
        Assert.All(ErrorCatalogue.All, entry =>
        {
            Assert.Matches(@"^[A-Za-z][^\n]*[^.]$", entry.Title);
            Assert.EndsWith(".", entry.Meaning, StringComparison.Ordinal);
            Assert.EndsWith(".", entry.Fix, StringComparison.Ordinal);
            Assert.NotEmpty(entry.Example);
        });
    }

    [Fact]
    public async Task The_page_in_docs_is_the_catalogue()
    {
        Assert.Equal(ExitCode.Complete, await _work.RunAsync("explain", "--markdown"));

        var page = Path.Combine(Repository.Folder, "docs", "errors.md");
        Assert.True(
            File.ReadAllText(page) == Out,
            "docs/errors.md is not what 'dataflux explain --markdown' prints; write it again with that command");
    }

    [Theory]
    [InlineData("DF0104")]
    [InlineData("df0104")]
    [InlineData("DF104")]
    [InlineData("104")]
    public async Task A_code_is_explained_however_it_is_typed(string given)
    {
        Assert.Equal(ExitCode.Complete, await _work.RunAsync("explain", given));
        Assert.Equal("""
            DF0104: upsert does not take what transform returns

            Records go from transform to upsert. An upsert that takes another type would never be called.

            For example:

                Picture? transform(IReadOnlyList<Row> rows) => ...
                Task<int> upsert(ISqlTarget target, IReadOnlyList<Photo> batch) => ...

            Let both speak of the same record. When transform returns records of several types, each upsert takes one of them, or one takes their base.

                Picture? transform(IReadOnlyList<Row> rows) => ...
                Task<int> upsert(ISqlTarget target, IReadOnlyList<Picture> batch) => ...

            """, Out);
    }

    [Fact]
    public async Task A_code_of_the_compiler_is_linked_to_its_page()
    {
        Assert.Equal(ExitCode.Complete, await _work.RunAsync("explain", "cs1002"));
        Assert.Equal(
            "CS1002 is a code of the C# compiler, which compiles profiles. Its page: "
            + "https://msdn.microsoft.com/query/roslyn.query?appId=roslyn&k=k(CS1002)\n", Out);
    }

    [Fact]
    public async Task Without_a_code_all_are_listed()
    {
        Assert.Equal(ExitCode.Complete, await _work.RunAsync("explain"));
        Assert.Equal(
            ErrorCatalogue.All.Select(entry => $"{entry.Code}  {entry.Title}"), Out.Split('\n').TakeWhile(line => line.Length > 0));
    }

    [Theory]
    [InlineData("DF9999", "error: there is no code DF9999")]
    [InlineData(
        "nonsense",
        "error: 'nonsense' is no code; expected one such as DF0104, or CS1002 of the C# compiler; see them all: dataflux explain")]
    public async Task What_is_no_code_is_an_error(string given, string expected)
    {
        Assert.Equal(ExitCode.Usage, await _work.RunAsync("explain", given));
        Assert.StartsWith(expected, _work.Error.ToString(), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Codes() =>
        typeof(ProblemCode).GetFields().ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);
}
