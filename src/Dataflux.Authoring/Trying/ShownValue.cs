namespace Dataflux.Authoring.Trying;

/// <summary>Values on lines that people read: one line each, and not too long.</summary>
internal static class ShownValue
{
    private const int LongestDocument = 400;
    private const int LongestValue = 100;

    /// <summary>An item, a row or a record.</summary>
    internal static string Document(string text) => Short(text, LongestDocument);

    /// <summary>A column's value as SQL shows it.</summary>
    internal static string Column(string? value) => value is null ? "null" : $"'{Short(value, LongestValue)}'";

    private static string Short(string text, int longest)
    {
        var line = text.ReplaceLineEnds();
        if (line.Length <= longest)
            return line;

        var end = char.IsHighSurrogate(line[longest - 1]) ? longest - 1 : longest;
        return $"{line[..end]}… ({text.Length:N0} characters)";
    }

    private static string ReplaceLineEnds(this string text) =>
        text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
