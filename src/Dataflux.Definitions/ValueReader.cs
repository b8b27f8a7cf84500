using System.Globalization;
using Dataflux.Engine.Plans;

using Dataflux.Engine.Ground;
namespace Dataflux.Definitions;

/// <summary>Makes a value of a text, or says what was expected instead.</summary>
internal static class ValueReader
{
    /// <summary>Reads a value.</summary>
    /// <param name="rule">What it must be.</param>
    /// <param name="text">The text, not empty, variables replaced.</param>
    /// <param name="folder">The folder that paths are relative to, absolute.</param>
    /// <returns>The value, or the code and message of what is wrong with it.</returns>
    internal static (object? Value, string? Code, string? Message) Read(ValueRule rule, string text, string folder)
    {
        object? value = rule.Kind switch
        {
            ValueKind.Text or ValueKind.TextList => text,
            ValueKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : null,
            ValueKind.Boolean => text is "true" or "false" ? text == "true" : null,
            ValueKind.Duration => DurationText.Parse(text),
            ValueKind.Rate => RateText.Parse(text),
            ValueKind.Size => SizeText.Parse(text),
            ValueKind.Path when rule.MayBeUrl && text.Contains("://", StringComparison.Ordinal) => text,
            ValueKind.Path => HomePath.Expand(text) is { } expanded ? Path.GetFullPath(expanded, folder) : null,
            ValueKind.RejectLimit => ReadRejectLimit(text),
            ValueKind.Name => IsName(text) ? text : null,
            ValueKind.Sha256 => text.Length == 64 && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : null,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.Kind, "only scalars are read here"),
        };
        if (value is null && rule.Kind == ValueKind.Path)
        {
            return (null, ProblemCode.NotAllowed,
                $"'{rule.Name}' is '{text}', and dataflux knows no home folder for it; write the folder's full path, or ${{HOME}}");
        }

        if (value is null)
            return (null, ProblemCode.WrongKind, $"'{rule.Name}' is {Shown(rule, text)}; expected {Expected(rule.Kind)}");

        if (value is long integer && (integer < rule.Range.Min || integer > rule.Range.Max))
            return (null, ProblemCode.NotAllowed, $"'{rule.Name}' is {integer}; expected {Expected(rule.Range)}");

        if (rule.Choices.Count > 0 && !rule.Choices.Contains(text, StringComparer.Ordinal))
        {
            return (null, ProblemCode.NotAllowed,
                $"'{rule.Name}' is {Shown(rule, text)}; expected {Listed(rule.Choices)}{Suggestion.For(text, rule.Choices)}");
        }

        return (value, null, null);
    }

    /// <summary>What a value of a kind looks like, for messages and the schema.</summary>
    internal static string Expected(ValueKind kind) => kind switch
    {
        ValueKind.Text => "a text",
        ValueKind.TextList => "a text, or a list of texts such as [a, b]",
        ValueKind.Integer => "a whole number",
        ValueKind.Boolean => "true or false",
        ValueKind.Duration => "a time span such as 90s, 10m or 1h30m",
        ValueKind.Rate => "a rate such as 5000/s or 90000/m",
        ValueKind.Size => "a size such as 96MiB or 20GB",
        ValueKind.Path => "a path",
        ValueKind.RejectLimit => "a number of items such as 100, or a share such as 1%",
        ValueKind.Name => "a name of letters, digits, '-', '_' and '.', not beginning with '.'",
        ValueKind.Sha256 => "a SHA-256 of 64 hexadecimal digits",
        ValueKind.Dialect => "keys such as 'type'",
        ValueKind.Section => "keys such as 'scope'",
        ValueKind.Hashes => "paths of files, each with its SHA-256",
        _ => "keys with plain values",
    };

    /// <summary>Names in a sentence: <c>a, b or c</c>.</summary>
    internal static string Listed(IReadOnlyList<string> names) =>
        names.Count <= 1 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";

    private static string Expected((long Min, long Max) range) => range.Max == long.MaxValue
        ? $"{range.Min} or more"
        : string.Create(CultureInfo.InvariantCulture, $"{range.Min} to {range.Max:N0}");

    private static string Shown(ValueRule rule, string text) => rule.Secret ? "not what it must be" : $"'{text}'";

    private static RejectLimit? ReadRejectLimit(string text)
    {
        if (!text.EndsWith('%'))
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var items) ? new RejectLimit(items) : null;

        var parsed = double.TryParse(
            text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent);
        return parsed && percent <= 100 ? new RejectLimit(0, percent) : null;
    }

    private static bool IsName(string text) =>
        text[0] != '.' && text.Length <= 100 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
