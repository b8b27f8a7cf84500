namespace Dataflux.Dialects.PostgreSql.Ground;

/// <summary>Texts in SQL.</summary>
internal static class Literal
{
    /// <summary><c>it's</c> → <c>'it''s'</c>; the same text whatever <c>standard_conforming_strings</c> is.</summary>
    internal static string Quote(string text)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal);
        return $"{(text.Contains('\\', StringComparison.Ordinal) ? "E" : "")}'{escaped}'";
    }
}
