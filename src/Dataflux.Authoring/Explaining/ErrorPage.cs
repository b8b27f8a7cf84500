using System.Text;

namespace Dataflux.Authoring.Explaining;

/// <summary>The catalogue as text for a terminal, and as the Markdown of docs/errors.md.</summary>
internal static class ErrorPage
{
    /// <summary>An entry for a terminal.</summary>
    internal static string Text(ErrorEntry entry)
    {
        var text = new StringBuilder();
        text.Append($"{entry.Code}: {entry.Title}{(entry.IsWarning ? " (a warning)" : "")}\n\n{entry.Meaning}\n\n");
        text.Append($"For example:\n\n{Indented(entry.Example)}\n\n{entry.Fix}\n");
        if (entry.Right is { } right)
            text.Append($"\n{Indented(right)}\n");

        return text.ToString();
    }

    /// <summary>The whole page.</summary>
    internal static string Markdown()
    {
        var text = new StringBuilder();
        text.Append("# What the codes mean\n\n");
        text.Append("<!-- Written by: dataflux explain --markdown > docs/errors.md -->\n");
        text.Append("<!-- not executed on this page: its commands show mistakes -->\n\n");
        text.Append("`dataflux check` and every other command report mistakes as `path(line,col): error DF0104: message`. A code\n");
        text.Append("keeps its meaning for ever. `dataflux explain DF0104` shows what is below in the terminal. Codes that begin with\n");
        text.Append("CS are the C# compiler's own.\n\n");
        text.Append("| code | |\n|---|---|\n");
        foreach (var entry in ErrorCatalogue.All)
            text.Append($"| [{entry.Code}](#{entry.Code.ToLowerInvariant()}) | {entry.Title}{(entry.IsWarning ? " (a warning)" : "")} |\n");

        foreach (var entry in ErrorCatalogue.All)
            text.Append($"\n## {entry.Code}\n\n**{entry.Title}**{(entry.IsWarning ? " (a warning)" : "")}\n\n{Body(entry)}");

        return text.ToString();
    }

    /// <summary>An entry's Markdown without its heading.</summary>
    internal static string Body(ErrorEntry entry)
    {
        var text = new StringBuilder();
        text.Append($"{entry.Meaning}\n\n{Block(entry, entry.Example)}\n{entry.Fix}\n");
        if (entry.Right is { } right)
            text.Append($"\n{Block(entry, right)}");

        return text.ToString();
    }

    private static string Block(ErrorEntry entry, string code) => $"```{entry.Language}\n{code}\n```\n";

    private static string Indented(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Length == 0 ? "" : $"    {line}"));
}
