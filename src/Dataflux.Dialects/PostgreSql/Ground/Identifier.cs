namespace Dataflux.Dialects.PostgreSql.Ground;

/// <summary>Names in SQL; always quoted, so that case, spaces and keywords need no thought.</summary>
internal static class Identifier
{
    /// <summary><c>imageType</c> → <c>"imageType"</c>.</summary>
    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary><c>"schema"."name"</c>.</summary>
    internal static string Quote(string schema, string name) => $"{Quote(schema)}.{Quote(name)}";

    /// <summary>A table's name for people: with its schema where that is not <c>public</c>.</summary>
    internal static string Shown(string? schema, string name) => schema is null or "public" ? name : $"{schema}.{name}";

    /// <summary><c>"a", "b"</c>.</summary>
    internal static string List(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));
}
