using Dataflux.IntegrationTests.Executable;

namespace Dataflux.IntegrationTests.Scaffolding;

/// <summary>What an editor with a C# language server makes of a profile that <c>dataflux init</c> wrote, without anything else.</summary>
public sealed class LanguageServerTests : IDisposable
{
    private const string Profile = "migrations/shop.csx";
    private readonly string _folder = Directory.CreateTempSubdirectory("dataflux-editor-").FullName;

    [Fact]
    public async Task A_profile_of_init_is_green_completes_explains_and_underlines_a_typo()
    {
        using (var init = DatafluxProcess.Start(
            _folder, new Dictionary<string, string>(), "init", "shop", "--from",
            Path.Combine(Workspace.Repository, "examples", "single-table", "export")))
        {
            await init.EndsWithAsync(0);
        }

        var text = await File.ReadAllTextAsync(Path.Combine(_folder, Profile), TestContext.Current.CancellationToken);
        var lines = text.Split('\n');
        var line = Array.FindIndex(lines, static found => found.Contains("item.String(", StringComparison.Ordinal));
        var member = lines[line].IndexOf("item.String(", StringComparison.Ordinal) + "item.".Length;
        using var server = await LanguageServer.StartAsync(_folder);
        await server.OpenAsync(Profile, text);

        Assert.Empty(await server.ErrorsAsync(Profile));
        var shown = await server.HoverAsync(Profile, line, member + 1);
        Assert.Contains("string Item.String(string name)", shown, StringComparison.Ordinal);
        Assert.Contains("Text of an S attribute.", shown, StringComparison.Ordinal);
        var offered = await server.CompletionsAsync(Profile, line, member);
        Assert.Superset(new HashSet<string> { "String", "TryInt64", "Map", "ToJson" }, offered.ToHashSet());

        await server.ChangeAsync(Profile, text[..text.IndexOf("item.String(", StringComparison.Ordinal)]
            + "item.Sting(" + text[(text.IndexOf("item.String(", StringComparison.Ordinal) + "item.String(".Length)..]);

        Assert.Equal([(line, "CS1061")], await server.ErrorsAsync(Profile));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
