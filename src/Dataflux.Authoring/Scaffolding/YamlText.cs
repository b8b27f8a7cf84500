using System.Globalization;
using System.Text;

namespace Dataflux.Authoring.Scaffolding;

/// <summary>Texts as YAML that reads back as the same text.</summary>
internal static class YamlText
{
    private static readonly string[] Words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

    /// <summary>A text: plain where nothing can be mistaken, else in quotes.</summary>
    internal static string Of(string text) => IsPlain(text) ? text : Quoted(text);

    /// <summary>A text for a definition, in which a dollar begins a variable.</summary>
    internal static string WithoutVariables(string text) => Of(text.Replace("$", "$$", StringComparison.Ordinal));

    private static bool IsPlain(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] is '.' or '/' or '_')
        && text.Any(char.IsAsciiLetter) && !Words.Contains(text, StringComparer.OrdinalIgnoreCase)
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '/' or '_' or '-');

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
