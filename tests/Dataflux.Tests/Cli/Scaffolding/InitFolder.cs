using Dataflux.Cli;
using Dataflux.Cli.Composing;
using Dataflux.Tests.Dialects.DynamoDbExport;

namespace Dataflux.Tests.Cli.Scaffolding;

/// <summary>A folder in which <c>dataflux init</c> runs, its output judged by the real <c>dataflux check</c>.</summary>
internal sealed class InitFolder : IDisposable
{
    private readonly Workspace _work = new();

    internal string Folder => _work.Folder;

    /// <summary>Every other one a number, else a text.</summary>
    internal static string Number(int i, string text) => i % 2 == 0 ? """{"N":"5"}""" : $$"""{"S":"{{text}}"}""";

    internal static string Keys(string pk, string sk) => $$$"""
        "pk":{"S":"{{{pk}}}"},"sk":{"S":"{{{sk}}}"}
        """;

    internal static ExportBuilder Export(IEnumerable<string> attributes) =>
        new ExportBuilder().Lines("a.json.gz", [.. attributes.Select(static text => $$$"""{"Item":{{{{text}}}}}""")]).Write();

    internal InitFolder With(string path, string text)
    {
        _work.With(path, text);
        return this;
    }

    internal string Read(string path) => File.ReadAllText(Path.Combine(_work.Folder, path));

    /// <summary>The lines between the parentheses of the first table's statement, without padding.</summary>
    internal IEnumerable<string> Columns(string migration) => Read($"migrations/{migration}.sql").Split('\n')
        .SkipWhile(static line => !line.StartsWith("create table", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(static line => line.StartsWith(' '))
        .Select(static line => string.Join(' ', line.TrimEnd(',', ')', ';').Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>Checks a migration: nothing is wrong with it, and the compiler has no warning.</summary>
    internal async Task CheckAsync(string name)
    {
        var said = await RunAsync(0, "check", name);

        Assert.Contains($"migrations/{name}.yaml: OK", said);
        Assert.DoesNotContain(": warning CS", said, StringComparison.Ordinal);
    }

    /// <summary>Runs dataflux.</summary>
    /// <returns>What it wrote.</returns>
    internal async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await DatafluxCommand.RunAsync(
            arguments, _work.Console with { Out = output, Error = output }, Shipped.Composition, TestContext.Current.CancellationToken);
        Assert.True(code == exitCode, $"exit code {code}: {output}\n{Scripts()}");
        return output.ToString();
    }

    public void Dispose() => _work.Dispose();

    private string Scripts() =>
        string.Join('\n', Directory.GetFiles(_work.Folder, "*.csx", SearchOption.AllDirectories).Select(File.ReadAllText));
}
