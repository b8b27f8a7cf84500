using Dataflux.Cli;
using Dataflux.Cli.Composing;

namespace Dataflux.Tests.Cli;

/// <summary>
/// The mistakes a beginner makes first. Each folder of Mistakes holds a definition and its script with one of them, items where the mistake
/// shows only with them, and in expected.txt all that <c>check</c> has to say about it.
/// </summary>
public sealed class MistakeTests : IDisposable
{
    private static readonly string Mistakes = Path.Combine(Repository.Folder, "tests", "Dataflux.Tests", "Cli", "Mistakes");
    private readonly Workspace _work = new();

    public static TheoryData<string> Names =>
        [.. Directory.GetDirectories(Mistakes).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    public void Dispose() => _work.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mistake_is_explained_word_for_word(string name)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Mistakes, name)))
            File.Copy(file, Path.Combine(_work.Folder, Path.GetFileName(file)));

        // Without items in it, the sample is left out.
        var items = Path.Combine(_work.Folder, "items.json");
        var export = Directory.CreateDirectory(Path.Combine(_work.Folder, "export"));
        if (File.Exists(items))
            File.Move(items, Path.Combine(export.FullName, "items.json"));

        var real = Shipped.Composition with { LoadProfile = ScriptHost.LoadHere };
        await DatafluxCommand.RunAsync(["check", "pictures"], _work.Console, real, TestContext.Current.CancellationToken);

        var said = _work.Error.ToString().ReplaceLineEndings("\n").Replace(_work.Folder, "FOLDER", StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(_work.Folder, "expected.txt")), said);
    }

    [Fact]
    public async Task A_definition_that_does_not_exist_is_answered_with_those_there_are()
    {
        _work.WithPictures();

        await _work.RunAsync("check", "picturs");

        Assert.Equal($"""
            error: there is no definition 'picturs' in {_work.Folder} or its folder 'migrations'; did you mean 'pictures.yaml'?
            There is:
              pictures.yaml

            """, _work.Error.ToString().ReplaceLineEndings("\n"));
    }
}
