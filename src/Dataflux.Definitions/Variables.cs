using System.Text;
using Dataflux.Definitions.Yaml;
using Dataflux.Engine.Ground;

namespace Dataflux.Definitions;

/// <summary>Replaces <c>${VAR}</c> and <c>${VAR:-default}</c>; <c>$$</c> is a dollar. Any other dollar stands for itself.</summary>
/// <param name="environment">The environment variables.</param>
/// <param name="problems">Receives every unset and malformed variable, each at its place.</param>
internal sealed class Variables(IReadOnlyDictionary<string, string> environment, List<Problem> problems)
{
    /// <summary>The scalar's text with its variables replaced.</summary>
    /// <returns>The text; <see langword="null"/> when a variable is not set or malformed, which has been reported.</returns>
    internal string? Expand(YamlScalar scalar)
    {
        var text = scalar.Text;
        if (!text.Contains('$', StringComparison.Ordinal))
            return text;

        var result = new StringBuilder();
        var complete = true;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length || text[i + 1] is not ('$' or '{'))
            {
                result.Append(text[i]);
            }
            else if (text[i + 1] == '$')
            {
                result.Append('$');
                i++;
            }
            else
            {
                var end = text.IndexOf('}', i);
                var value = end < 0 ? Malformed(scalar, i, text[i..]) : Value(scalar, i, text[(i + 2)..end]);
                complete &= value is not null;
                result.Append(value);
                i = end < 0 ? text.Length : end;
            }
        }

        return complete ? result.ToString() : null;
    }

    private string? Value(YamlScalar scalar, int at, string reference)
    {
        var colon = reference.IndexOf(":-", StringComparison.Ordinal);
        var name = colon < 0 ? reference : reference[..colon];
        if (!IsName(name))
            return Malformed(scalar, at, $"${{{reference}}}");

        var value = environment.GetValueOrDefault(name);
        if (colon >= 0)
            return string.IsNullOrEmpty(value) ? reference[(colon + 2)..] : value;

        if (value is null)
        {
            Report(
                scalar,
                at,
                ProblemCode.UnsetVariable,
                $"the environment variable '{name}' is not set; set it, or write ${{{name}:-default}}");
        }

        return value;
    }

    private string? Malformed(YamlScalar scalar, int at, string found)
    {
        Report(
            scalar,
            at,
            ProblemCode.BadVariable,
            $"'{found}' is not a variable; expected ${{NAME}} or ${{NAME:-default}}, and $$ for a dollar");
        return null;
    }

    private void Report(YamlScalar scalar, int at, string code, string message)
    {
        var column = scalar.TextColumn > 0 ? scalar.TextColumn + at : scalar.Place.Column;
        problems.Add(new Problem(scalar.Place.Path, scalar.Place.Line, column, code, message));
    }

    private static bool IsName(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
            return false;

        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
                return false;
        }

        return true;
    }
}
