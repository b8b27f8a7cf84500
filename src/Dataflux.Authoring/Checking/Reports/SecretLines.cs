using System.Text.RegularExpressions;
using Dataflux.Composing;
using Dataflux.Definitions;

namespace Dataflux.Authoring.Checking.Reports;

/// <summary>
/// Says which source lines may hold a secret. It rather hides a line too many: names that only resemble a secret's are often
/// the very mistake that is reported.
/// </summary>
/// <param name="names">The names of the keys whose values are secret.</param>
internal sealed partial class SecretLines(IReadOnlyList<string> names)
{
    /// <summary>The secrets of all dialects.</summary>
    internal static SecretLines Of(Composition composition) => new(
        [.. composition.Dialects.Options.Where(option => option.Secret).Select(option => option.Name).Distinct(StringComparer.Ordinal)]);

    /// <summary>Whether a line may hold a secret.</summary>
    /// <param name="lines">The file's lines.</param>
    /// <param name="index">The line, counted from 0.</param>
    /// <param name="path">The file's path; scripts are code, where only connections are looked for.</param>
    internal bool MayHold(string[] lines, int index, string path)
    {
        if (Connection().IsMatch(lines[index]))
            return true;

        return !path.EndsWith(".csx", StringComparison.OrdinalIgnoreCase) && (Names(lines[index]) || Above(lines, index));
    }

    // A value may begin below its key: in the line before, or in a block that is indented further than the key.
    private bool Above(string[] lines, int index)
    {
        var indentation = Indentation(lines[index]);
        var nearest = true;
        for (var i = index - 1; i >= 0 && (indentation > 0 || nearest); i--)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;

            var found = Indentation(lines[i]);
            if ((nearest && EndsOpen(lines[i]) || found < indentation) && Names(lines[i]))
                return true;

            nearest = false;
            indentation = Math.Min(indentation, found);
        }

        return false;
    }

    // Whether the line's last value may go on in the next one: 'key:', 'key: |', or a quote that is not closed.
    private static bool EndsOpen(string line)
    {
        var text = line.TrimEnd();
        return text[^1] is ':' or '|' or '>' or '-' or '+'
            || text.Count(letter => letter == '"') % 2 == 1
            || text.Count(letter => letter == '\'') % 2 == 1;
    }

    private static int Indentation(string line) => line.Length - line.TrimStart(' ', '\t').Length;

    private bool Names(string line)
    {
        foreach (var match in Word().EnumerateMatches(line))
        {
            var word = line.Substring(match.Index, match.Length);
            if (Suspect().IsMatch(word) || Suggestion.Nearest(word, names) is not null)
                return true;
        }

        return false;
    }

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex("passw|pwd|passphrase|secret|token|credential",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Suspect();

    [GeneratedRegex(@"\b(Password|Pwd)\s*=\s*[^\s;=]|://[^/\s""']*:[^/\s""']*@",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Connection();
}
